import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RoleTemplate } from '../lib/roles.ts';
import { fixtureApp } from '../test/fixture-app.ts';
import { INFRA, install, run } from './command.ts';

/**
 * Runs `npm run roles`: writes what follows from the template of "dev".
 * Its policies, by which the laptop judges calls, go to src/local/generated/roles.json, and its diagram to
 * docs/deployment.md.
 */
run(async () => {
  install();
  const { bundle } = await import('../bundle.ts');
  const { openApp } = await import('../lib/app.ts');
  const { rolesOf } = await import('../lib/roles.ts');
  const { deploymentPage } = await import('../lib/diagram.ts');
  await bundle();
  process.env['CDK_VALIDATION'] = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'tenantql-'));
  const { app, stack } = openApp({ deployed: fixtureApp, stage: 'dev', rules: false, outdir });
  const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: RoleTemplate };
  const root = join(INFRA, '..');
  writeFileSync(
    join(root, 'src/local/generated/roles.json'),
    `${JSON.stringify(rolesOf(template), null, 1)}\n`,
  );
  writeFileSync(join(root, 'docs/deployment.md'), deploymentPage(template));
});
