import { join } from 'node:path';

import { bundle } from '../bundle.ts';
import { openApp } from '../lib/app.ts';

/** `npm run synth -- [STAGE]`: bundles the functions and writes the template of a stage into cdk.out. Nothing is asked of AWS. */
async function main(): Promise<void> {
  const started = performance.now();
  const [stage = 'dev'] = process.argv.slice(2);
  await bundle();
  const { app } = openApp({ stage, outdir: join(__dirname, '../cdk.out') });
  app.synth();
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(
    `tenantql-${stage}: synthesised in ${((performance.now() - started) / 1000).toFixed(1)} s, ${Math.round(maxRSS / 1024)} MB at most.\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
