import { changeBy, type Change } from '../change.ts';
import type { OperatorContext } from './operator.ts';

/**
 * Changes records of a tenant in one transaction, with the operator as the actor in the audit.
 * @param answerOf returns the answer of the mutation; by default the result
 */
export async function changeTenant<Result>(
  context: OperatorContext,
  tenantId: string,
  work: (change: Change) => Promise<Result>,
  answerOf?: (result: Result) => unknown,
): Promise<Result> {
  return changeBy(context, { tenantId, actor: context.operator.actor }, work, answerOf);
}
