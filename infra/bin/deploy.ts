import { join } from 'node:path';

import { stageOf } from '../lib/check-stage.ts';
import { openAccount, type Account } from './account.ts';
import { confirm, execute, INFRA, install, run } from './command.ts';
import { findings, ofThisMachine, requireReady } from './findings.ts';
import { loadFreshApp } from './fresh-app.ts';
import { keepOutputs, LATEST } from './outputs.ts';
import { stackState, unprotect } from './stack-state.ts';
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
  requireReady([...ofThisMachine(), ...(await findings(account, [stage], fix))]);
  const state = await stackState(account, stack);
  if (state === 'failed') {
    process.stdout.write('The first deployment failed: its stack is deleted, and made again.\n');
    await unprotect(account, stack);
  }
  if (state !== 'deployed' && stage.keep) {
    process.stdout.write('Step 1 of 2: make the stage.\n');
    deploy(account, stack, [stage.name, '--first']);
    process.stdout.write('Step 2 of 2: protect its tables, its users and its stack from deletion.\n');
  }
  deploy(account, stack, [stage.name]);
  keepOutputs();
  if (smoke)
    execute('npx', ['tsx', join(INFRA, '../src/cli/commands/smoke.ts'), '--stage', stage.name], {}, ROOT);
  else process.stdout.write(nextSteps(stage.name, state === 'deployed'));
});

const ROOT = join(INFRA, '..');

/** Synthesises a template and deploys it. */
function deploy({ id, region }: Account, stack: string, synth: readonly string[]): void {
  const env = { CDK_DEFAULT_ACCOUNT: id, CDK_DEFAULT_REGION: region, AWS_REGION: region };
  execute('npx', ['tsx', 'bin/synth.ts', ...synth], env);
  // The snapshots of the templates are where rights are reviewed, not a prompt.
  const quietly = ['--require-approval', 'never', '--outputs-file', LATEST];
  execute('npx', ['cdk', 'deploy', stack, '--app', 'cdk.out', ...quietly], env);
}

function nextSteps(stage: string, hasOperators: boolean): string {
  const operator = hasOperators ? '' : ' Make an operator first: docs/first-deployment.md, "An operator".';
  return `Deployed. Prove it with: npm run smoke -- --stage ${stage}${operator}\n`;
}
