import { Refusal } from '../../tenant/index.ts';

/**
 * Returns the refusal of a rule that is not met, in Amplify's words: `Not Authorized to access createTask on type
 * Mutation`.
 */
export function notAuthorized(field: string, parentType: string): Refusal {
  return new Refusal('FORBIDDEN', `Not Authorized to access ${field} on type ${parentType}`);
}
