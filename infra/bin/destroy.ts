import { stageOf } from '../lib/check-stage.ts';
import { openAccount } from './account.ts';
import { emptyBuckets } from './empty-buckets.ts';
import { ownApp } from './own-app.ts';
import { confirm, execute, install, run } from './command.ts';
import { requireDestroyable } from './require-destroyable.ts';
import { siloStacks } from './silos.ts';
import { stageArguments } from './stage-arguments.ts';

/** Runs `npm run destroy -- --stage NAME`: removes a stage that keeps nothing, with all its data. */
run(async () => {
  const { stage: wanted, yes } = stageArguments('destroy');
  const stage = stageOf(wanted, ownApp);
  requireDestroyable(stage);
  const account = await openAccount();
  const { id, region } = account;
  const silos = [...(await siloStacks(account, stage.name)).keys()];
  if (silos.length > 0)
    throw new Error(
      `Stage "${stage.name}" has silos: remove those of ${silos.join(', ')} first with npm run silo -- remove.`,
    );
  if (!yes)
    await confirm(
      `This deletes tenantql-${stage.name} in account ${id}, ${region}, and all its data.`,
      stage.name,
    );
  install();
  const env = { CDK_DEFAULT_ACCOUNT: id, CDK_DEFAULT_REGION: region, AWS_REGION: region };
  execute('npx', ['tsx', 'bin/synth.ts', stage.name], env);
  const name = `tenantql-${stage.name}`;
  const destroy = async (): Promise<void> => {
    await emptyBuckets(account, name);
    execute('npx', ['cdk', 'destroy', name, '--app', 'cdk.out', '--force'], env);
  };
  try {
    await destroy();
  } catch {
    // S3 writes access logs some minutes late, also while the stack is deleted.
    await destroy();
  }
});
