import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { stageOf } from '../lib/check-stage.ts';
import { INFRA, install, run } from './command.ts';
import { loadFreshApp } from './fresh-app.ts';

/**
 * Runs `npm run synth -- [STAGE] [--first]`: bundles the functions and writes the template of a stage into cdk.out. It
 * calls nothing on AWS. With `--first`, AWS does not refuse to delete the stage.
 */
run(async () => {
  const started = performance.now();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { first: { type: 'boolean', default: false } },
  });
  const [name = 'dev'] = positionals;
  const deployed = await loadFreshApp();
  install();
  const { bundle } = await import('../bundle.ts');
  const { openApp } = await import('../lib/app.ts');
  await bundle();
  const stage = { ...stageOf(name, deployed), ...(values.first ? { protect: false } : {}) };
  openApp({ deployed, stage, outdir: join(INFRA, 'cdk.out') }).app.synth();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`tenantql-${name}: synthesised in ${seconds} s, ${megabytes} MB at most.\n`);
});
