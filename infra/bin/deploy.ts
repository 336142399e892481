import { stageOf } from '../lib/check-stage.ts';
import { openAccount } from './account.ts';
import { confirm, execute, install, run } from './command.ts';
import { ofAccount, ofThisMachine, requireReady } from './findings.ts';
import { loadFreshApp } from './fresh-app.ts';
import { stageArguments } from './stage-arguments.ts';

/**
 * Runs `npm run deploy -- --stage NAME`: checks the account as
 * `npm run doctor` does, synthesises a stage for it, and deploys it.
 */
run(async () => {
  const { stage: name, yes } = stageArguments('deploy');
  const stage = stageOf(name, await loadFreshApp());
  const { id, region, caller } = await openAccount();
  process.stdout.write(`tenantql-${stage.name} in account ${id}, ${region}, as ${caller}\n`);
  if (stage.keep && !yes)
    await confirm(`This changes stage "${stage.name}", which keeps its data.`, stage.name);
  install();
  requireReady([...ofThisMachine(), ...ofAccount({ id, region, caller }, [stage])]);
  const env = { CDK_DEFAULT_ACCOUNT: id, CDK_DEFAULT_REGION: region, AWS_REGION: region };
  execute('npx', ['tsx', 'bin/synth.ts', stage.name], env);
  const cdk = ['cdk', 'deploy', `tenantql-${stage.name}`, '--app', 'cdk.out'];
  // The snapshots of the templates are where rights are reviewed, not a prompt.
  execute('npx', [...cdk, '--require-approval', 'never', '--outputs-file', 'cdk.out/outputs.json'], env);
});
