import { join } from 'node:path';

import { INFRA, install, run } from './command.ts';
import { loadFreshApp } from './fresh-app.ts';

/**
 * Runs `npm run synth -- [STAGE]`: bundles the functions and writes the template of a stage into cdk.out. It calls
 * nothing on AWS.
 */
run(async () => {
  const started = performance.now();
  const [stage = 'dev'] = process.argv.slice(2);
  const deployed = await loadFreshApp();
  install();
  const { bundle } = await import('../bundle.ts');
  const { openApp } = await import('../lib/app.ts');
  await bundle();
  openApp({ deployed, stage, outdir: join(INFRA, 'cdk.out') }).app.synth();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`tenantql-${stage}: synthesised in ${seconds} s, ${megabytes} MB at most.\n`);
});
