import type { Account } from './account.ts';
import { askAws, AwsRefusal } from '../../src/cli/aws-cli.ts';
import { ask } from './aws-cli.ts';

/** What the next deployment of a stack has to do with what is there. */
export type StackState =
  /** There is no such stack. */
  | 'none'
  /** Its creation failed. CloudFormation has deleted what it had made, and the stack itself has to go as well. */
  | 'failed'
  | 'deployed';

/** A word for every status that AWS does not say. */
const UNKNOWN = 'UNKNOWN';
/** The states after a creation that failed. */
const FAILED = new Set(['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED']);

/**
 * Looks at a stack. It counts as deployed if AWS does not say, or without the AWS CLI: then nothing is changed about it.
 * @throws {Error} if CloudFormation is changing it
 */
export async function stackState(account: Account, name: string): Promise<StackState> {
  const status = await statusOf(account, name);
  if (status === null || status === 'REVIEW_IN_PROGRESS' || status === 'DELETE_COMPLETE') return 'none';
  if (FAILED.has(status)) return 'failed';
  if (status.endsWith('_IN_PROGRESS'))
    throw new Error(
      `CloudFormation is changing "${name}" (${status}): wait until it has ended, and try again.`,
    );
  return 'deployed';
}

/** Returns the status of a stack, or null if there is none. */
async function statusOf(account: Account, name: string): Promise<string | null> {
  try {
    return (await describe(account, name))?.StackStatus ?? null;
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return error.code === 'ValidationError' ? null : UNKNOWN;
  }
}

/**
 * Returns the outputs of a stack by their names.
 * @throws {AwsRefusal} if AWS does not say, or there is no such stack
 */
export async function stackOutputs(
  account: Account,
  name: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const { Outputs = [] } = (await describe(account, name)) ?? {};
  return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

interface DescribedStack {
  readonly StackStatus?: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

async function describe({ region }: Account, name: string): Promise<DescribedStack | undefined> {
  const answer = await askAws(region, ['cloudformation', 'describe-stacks', '--stack-name', name]);
  const [stack] = (answer['Stacks'] ?? []) as readonly DescribedStack[];
  return stack;
}

/**
 * Takes the termination protection off a stack whose creation failed. The CDK sets it before it creates anything, and
 * could not delete the stack then.
 */
export async function unprotect(account: Account, name: string): Promise<void> {
  await ask(account, [
    ...['cloudformation', 'update-termination-protection', '--stack-name', name],
    '--no-enable-termination-protection',
  ]);
}
