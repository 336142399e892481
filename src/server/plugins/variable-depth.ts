import { GraphQLError } from 'graphql';

import type { ServerContext } from '../server-context.ts';
import type { RequestPlugin } from './together.ts';

/** Maximum nesting of a value of a client. The deepest filter has about 25 levels, a stored object 32. */
const DEEPEST = 100;

/** Refuses variables that are nested too deeply for the recursive functions that read them. */
export const variableDepth: RequestPlugin<ServerContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ request: { variables = {} } }) {
        const deep = Object.keys(variables).find((name) => isTooDeep(variables[name]));
        if (deep === undefined) return Promise.resolve();
        const message = `The variable "$${deep}" nests deeper than ${DEEPEST} levels.`;
        throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
      },
    }),
};

/** Returns whether a value is nested too deeply. It does not recurse, because a recursion would end at that depth. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one): unknown[] =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}
