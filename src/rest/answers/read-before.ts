import { baseName, type ModelType } from '../../model/index.ts';

import type { Call } from '../call.ts';
import { rowTag } from '../etag.ts';
import { routeOperation } from '../operation.ts';
import { refused } from '../rest-error.ts';
import { settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { wholeObject } from './merge-patch.ts';

/** A row as it was before a write, and its tag. */
export interface Before {
  readonly row: Readonly<Record<string, unknown>>;
  readonly tag: string;
}

/**
 * Reads the row that a write will change, as the caller sees it. Null if there is none.
 * @param whole the stored objects of which all members are needed
 */
export async function readBefore(
  call: Call,
  type: ModelType,
  whole: readonly string[],
): Promise<Before | null> {
  const { model, context, routes, key } = call;
  const route = routes.find((one) => one.kind.is === 'get' && one.type === type);
  if (!route)
    throw refused(
      'BAD_REQUEST',
      `A ${type.name} cannot be read, so this change needs a PUT without "if-match".`,
    );
  const members = whole.flatMap((name) => {
    const field = type.fields[name];
    return field ? [[name, wholeObject(model, baseName(field.type))] as const] : [];
  });
  const wanted = { isDefault: true, members: new Map(members) };
  const selection = select({ model, context }, route.field.type, wanted);
  const operation = routeOperation(route, key, selection);
  const row = settled(await call.runBefore(operation), operation);
  if (typeof row !== 'object' || row === null) return null;
  const shown = row as Before['row'];
  return { row: shown, tag: rowTag(type, shown, true) };
}
