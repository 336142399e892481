import { parseArgs } from 'node:util';

import { stageOf } from '../lib/check-stage.ts';
import { openAccount } from './account.ts';
import { run } from './command.ts';
import type { Finding } from './finding.ts';
import { findings, ofThisMachine } from './findings.ts';
import { ownApp } from './own-app.ts';

/**
 * Runs `npm run doctor [-- --fix]`: prints what is missing for a deployment. It changes nothing, but with `--fix` it
 * makes the bootstrap of CDK and the role with which API Gateway writes logs.
 */
run(async () => {
  const { values } = parseArgs({ options: { fix: { type: 'boolean' } } });
  const here = ofThisMachine();
  here.forEach(print);
  const account = await openAccount();
  print({ is: 'ok', says: `Account ${account.id}, region ${account.region}, as ${account.caller}.` });
  const stages = Object.keys(ownApp.stages).map((name) => stageOf(name, ownApp));
  const there = await findings(account, stages, values.fix === true);
  there.forEach(print);
  if ([...here, ...there].some(({ is }) => is === 'missing')) process.exitCode = 1;
});

function print({ is, says }: Finding): void {
  process.stdout.write(`${is.padEnd(8)} ${says}\n`);
}
