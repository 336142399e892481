import { stageOf } from '../lib/check-stage.ts';
import { openAccount } from './account.ts';
import { confirm, execute, install, run } from './command.ts';
import { ofAccount, ofThisMachine, requireReady } from './findings.ts';
import { loadFreshApp } from './fresh-app.ts';
import { isNew } from './new-stack.ts';
import { stageArguments } from './stage-arguments.ts';

/**
 * Runs `npm run deploy -- --stage NAME`: checks the account as `npm run doctor` does, synthesises a stage for it, and
 * deploys it. A stage that keeps its data is protected from deletion once it exists, by a second deployment.
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
  const cdk = ['cdk', 'deploy', `tenantql-${stage.name}`, '--app', 'cdk.out'];
  // The snapshots of the templates are where rights are reviewed, not a prompt.
  const options = ['--require-approval', 'never', '--outputs-file', 'cdk.out/outputs.json'];
  // A first deployment that fails is cleaned up by CloudFormation, which protected tables would refuse.
  const isFirst = stage.keep && isNew({ id, region, caller }, `tenantql-${stage.name}`);
  for (const first of isFirst ? [['--first'], []] : [[]]) {
    execute('npx', ['tsx', 'bin/synth.ts', stage.name, ...first], env);
    execute('npx', [...cdk, ...options], env);
  }
});
