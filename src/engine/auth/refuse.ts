import { Refusal } from '../../tenant/index.ts';

/** The peer's sentence for a rule that is not met: `Not Authorized to access createTask on type Mutation`. */
export function notAuthorized(field: string, parentType: string): Refusal {
  return new Refusal('FORBIDDEN', `Not Authorized to access ${field} on type ${parentType}`);
}
