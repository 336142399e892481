import { Refusal } from '../../tenant/index.ts';

/** The refusal of a rule that is not met. It names a field of the API. */
export class NotAuthorized extends Refusal<'FORBIDDEN'> {
  constructor(field: string, parentType: string) {
    super('FORBIDDEN', `Not Authorized to access ${field} on type ${parentType}`);
  }
}

/**
 * Returns the refusal of a rule that is not met, in Amplify's words: `Not Authorized to access createTask on type
 * Mutation`.
 */
export function notAuthorized(field: string, parentType: string): Refusal {
  return new NotAuthorized(field, parentType);
}
