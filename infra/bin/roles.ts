import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundle } from '../bundle.ts';
import { openApp } from '../lib/app.ts';
import { rolesOf, type RoleTemplate } from '../lib/roles.ts';

/** `npm run roles`: writes the policies of the template to src/generated/roles.json, by which the laptop judges calls. */
async function main(): Promise<void> {
  await bundle();
  const { app, stack } = openApp({
    stage: 'dev',
    rules: false,
    outdir: mkdtempSync(join(tmpdir(), 'tenantql-')),
  });
  const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: RoleTemplate };
  const file = join(__dirname, '../../src/generated/roles.json');
  writeFileSync(file, `${JSON.stringify(rolesOf(template), null, 1)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
