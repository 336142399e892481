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
async function statusOf({ region }: Account, name: string): Promise<string | null> {
  try {
    const answer = await askAws(region, ['cloudformation', 'describe-stacks', '--stack-name', name]);
    const [stack] = (answer['Stacks'] ?? []) as readonly { readonly StackStatus?: string }[];
    return stack?.StackStatus ?? null;
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return error.code === 'ValidationError' ? null : UNKNOWN;
  }
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
