import type { ModelType } from '../../model/index.ts';

import type { Call } from '../call.ts';

/** Returns the type whose rows a route is about. */
export function rowTypeOf({ route: { type, path } }: Pick<Call, 'route'>): ModelType {
  if (!type) throw new Error(`The route "${path}" is about no type.`);
  return type;
}
