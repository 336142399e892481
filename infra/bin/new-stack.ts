import type { Account } from './account.ts';
import { ask, hasCli } from './aws-cli.ts';

/** The states of a stack that was created once: `UPDATE_ROLLBACK_COMPLETE`, but not `ROLLBACK_COMPLETE`. */
const CREATED = /^(CREATE_COMPLETE|(UPDATE|IMPORT)_)/;

/** Returns true if no stack of this name was ever created. Returns false if AWS does not say. */
export function isNew(account: Account, stack: string): boolean {
  const answer = hasCli() ? ask(account, ['cloudformation', 'describe-stacks']) : null;
  const stacks = answer?.['Stacks'] as { StackName: string; StackStatus: string }[] | undefined;
  return (
    stacks?.every(({ StackName, StackStatus }) => StackName !== stack || !CREATED.test(StackStatus)) ?? false
  );
}
