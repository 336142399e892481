import { join } from 'node:path';

import { stageOf } from '../lib/check-stage.ts';
import { openAccount } from './account.ts';
import { deployInSteps } from './cdk-deploy.ts';
import { confirm, execute, INFRA, install, installImages, run } from './command.ts';
import { findings, ofThisMachine, requireReady } from './findings.ts';
import { loadFreshApp } from './fresh-app.ts';
import { keepOutputs } from './outputs.ts';
import { updateSilos } from './update-silos.ts';
import { stackState } from './stack-state.ts';
import { stageArguments } from './stage-arguments.ts';

/**
 * Runs `npm run deploy -- --stage NAME [--fix] [--smoke]`: checks the account as `npm run doctor` does, synthesises a stage
 * for it, and deploys it. The first deployment of a stage that keeps its data has two steps, so that it can be repeated
 * if it fails: the first makes the stage, the second protects it.
 */
run(async () => {
  const { stage: name, yes, fix, smoke } = stageArguments('deploy');
  const stage = stageOf(name, await loadFreshApp());
  const account = await openAccount();
  const { id, region, caller } = account;
  const stack = `tenantql-${stage.name}`;
  process.stdout.write(`${stack} in account ${id}, ${region}, as ${caller}\n`);
  if (stage.keep && !yes)
    await confirm(`This changes stage "${stage.name}", which keeps its data.`, stage.name);
  install();
  installImages();
  requireReady([...ofThisMachine(), ...(await findings(account, [stage], fix))]);
  const state = await stackState(account, stack);
  if (state === 'deployed') await updateSilos(account, stage.name);
  await deployInSteps(account, {
    stack,
    state,
    of: { stage: stage.name },
    keep: stage.keep,
    makes: 'make the stage',
    protects: 'protect its tables, its users and its stack from deletion',
  });
  keepOutputs();
  if (smoke)
    execute('npx', ['tsx', join(INFRA, '../src/cli/commands/smoke.ts'), '--stage', stage.name], {}, ROOT);
  else process.stdout.write(nextSteps(stage.name, state === 'deployed'));
});

const ROOT = join(INFRA, '..');

function nextSteps(stage: string, hasOperators: boolean): string {
  const operator = hasOperators ? '' : 'Make an operator first: docs/first-deployment.md, "An operator".\n';
  return `Deployed.\n${operator}Prove it with: npm run smoke -- --stage ${stage}\n`;
}
