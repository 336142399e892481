import { keyFields, type ModelType } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import { mayGet } from '../auth/decide.ts';
import { notAuthorized } from '../auth/refuse.ts';
import type { Context } from '../context.ts';
import type { Demand } from '../tables/permit.ts';

/**
 * Returns a row that an update or delete answers. A caller who may not get the row sees its key, and FORBIDDEN at every
 * other field: the right to write a row is no right to read it.
 */
export function shownRow(type: ModelType, { scope }: Context, row: Row, reads: readonly Demand[]): Row {
  // The stored row met the rule before it was written.
  if (reads.some(({ about }) => about === 'rule')) return row;
  if (mayGet(type, scope.caller, row)) return row;
  const key = keyFields(type.key);
  const shown = Object.fromEntries(key.map((name) => [name, row[name] ?? null]));
  for (const name of Object.keys(type.fields).filter((field) => !key.includes(field))) {
    Object.defineProperty(shown, name, {
      get: () => {
        throw notAuthorized(name, type.name);
      },
    });
  }
  return shown;
}
