import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { filesTable } from '../costs/files.ts';
import { noticesTable } from '../costs/notices.ts';
import { requestTables } from '../costs/requests.ts';
import { realtimeTable } from '../costs/realtime.ts';
import { type CostedTemplate, stageTable } from '../costs/stage.ts';
import { markdown, withTables } from '../costs/table.ts';
import { fixtureApp } from '../test/fixture-app.ts';
import { INFRA, install, run } from './command.ts';

const PAGE = join(INFRA, '../docs/costs.md');

/**
 * Runs `npm run costs`: computes prices from the units that the tests measure, the list prices and the templates. Prints
 * the tables and writes them into docs/costs.md.
 */
run(async () => {
  install();
  const { bundle } = await import('../bundle.ts');
  const { openApp } = await import('../lib/app.ts');
  await bundle();
  process.env['CDK_VALIDATION'] = 'false';
  const templateOf = (stage: string): CostedTemplate => {
    const outdir = mkdtempSync(join(tmpdir(), 'tenantql-'));
    const { app, stack } = openApp({ deployed: fixtureApp, stage, rules: false, outdir });
    return app.synth().getStackArtifact(stack.artifactId).template as CostedTemplate;
  };
  const tiers = Object.keys(fixtureApp.plans).length;
  const tables = {
    ...requestTables(),
    realtime: realtimeTable(),
    files: filesTable(),
    notices: noticesTable(),
    stage: stageTable({ dev: templateOf('dev'), prod: templateOf('prod') }, tiers),
  };
  const page = withTables(readFileSync(PAGE, 'utf8'), tables);
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(page, { ...style, parser: 'markdown' }));
  for (const [name, table] of Object.entries(tables))
    process.stdout.write(`${name}\n\n${markdown(table)}\n\n`);
});
