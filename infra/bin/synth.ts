import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { stageOf } from '../lib/check-stage.ts';
import { INFRA, install, run } from './command.ts';
import { SILOS_OUT, STAGE_OUT } from './cdk-deploy.ts';
import { loadFreshApp } from './fresh-app.ts';

/**
 * Runs `npm run synth -- [STAGE] [--first] [--silo TENANT …]`: bundles the functions and writes the template of a stage
 * into cdk.out. It calls nothing on AWS. With `--first`, AWS does not refuse to delete the stage. With `--silo`, it writes
 * the templates of the silos of tenants instead, into cdk.out/silos.
 */
run(async () => {
  const started = performance.now();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      first: { type: 'boolean', default: false },
      silo: { type: 'string', multiple: true, default: [] },
    },
  });
  const [name = 'dev'] = positionals;
  const { first, silo: tenants } = values;
  const deployed = await loadFreshApp();
  install();
  const { openApp, openSiloApp } = await import('../lib/app.ts');
  const stage = { ...stageOf(name, deployed), ...(first ? { protect: false } : {}) };
  if (tenants.length > 0)
    openSiloApp({ deployed, stage, tenants, outdir: join(INFRA, SILOS_OUT) }).app.synth();
  else {
    const { bundle } = await import('../bundle.ts');
    await bundle();
    openApp({ deployed, stage, outdir: join(INFRA, STAGE_OUT) }).app.synth();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const what = [`tenantql-${name}`, ...tenants.map((tenant) => `silo ${tenant}`)].join(', ');
  process.stdout.write(`${what}: synthesised in ${seconds} s, ${megabytes} MB at most.\n`);
});
