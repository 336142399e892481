import { siloNameOf } from '../lib/silo-name.ts';
import type { Account } from './account.ts';
import { execute } from './command.ts';
import { LATEST } from './outputs.ts';
import { type StackState, unprotect } from './stack-state.ts';

/** The folder of a stage's template, from that of the infrastructure. */
export const STAGE_OUT = 'cdk.out';
/** The folder of the templates of silos. */
export const SILOS_OUT = 'cdk.out/silos';
/** The stacks of silos that are deployed at once. */
const AT_ONCE = '5';

/** A stack to deploy, and the words for its two steps. */
export interface Deployment {
  readonly stack: string;
  readonly state: StackState;
  readonly of: Templates;
  /** Whether the stack keeps its data, and is protected. */
  readonly keep: boolean;
  /** What the first of two steps does. */
  readonly makes: string;
  /** What the second of two steps does. */
  readonly protects: string;
}

/** The template of a stage, or those of the silos of its tenants. */
interface Templates {
  readonly stage: string;
  readonly tenants?: readonly string[];
}

/**
 * Deploys a stack. The first deployment of a stack that keeps its data has two steps, so that it can be repeated if it
 * fails: the first makes the stack, the second protects it.
 */
export async function deployInSteps(account: Account, deployment: Deployment): Promise<void> {
  const { stack, state, of, keep, makes, protects } = deployment;
  if (state === 'failed') {
    process.stdout.write('The first deployment failed: its stack is deleted, and made again.\n');
    await unprotect(account, stack);
  }
  if (state !== 'deployed' && keep) {
    process.stdout.write(`Step 1 of 2: ${makes}.\n`);
    deploy(account, [stack], of, ['--first']);
    process.stdout.write(`Step 2 of 2: ${protects}.\n`);
  }
  deploy(account, [stack], of);
}

/** Deploys the stacks of silos that exist. */
export function deploySilos(account: Account, stage: string, tenants: readonly string[]): void {
  const stacks = tenants.map((tenant) => siloNameOf({ name: stage }, tenant));
  deploy(account, stacks, { stage, tenants });
}

/** Synthesises templates and deploys them. */
function deploy(
  { id, region }: Account,
  stacks: readonly string[],
  { stage, tenants = [] }: Templates,
  how: readonly string[] = [],
): void {
  const env = { CDK_DEFAULT_ACCOUNT: id, CDK_DEFAULT_REGION: region, AWS_REGION: region };
  const silos = tenants.flatMap((tenant) => ['--silo', tenant]);
  execute('npx', ['tsx', 'bin/synth.ts', stage, ...silos, ...how], env);
  // The snapshots of the templates are where rights are reviewed, not a prompt.
  const quietly = ['--require-approval', 'never'];
  const more = silos.length > 0 ? ['--concurrency', AT_ONCE] : ['--outputs-file', LATEST];
  const app = silos.length > 0 ? SILOS_OUT : STAGE_OUT;
  execute('npx', ['cdk', 'deploy', ...stacks, '--app', app, ...quietly, ...more], env);
}
