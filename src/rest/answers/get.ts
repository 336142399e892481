import type { Call, CallAnswer } from '../call.ts';
import { routeOperation } from '../operation.ts';
import { found, settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { readWanted } from '../selection/wanted.ts';
import { tagOf } from './row-value.ts';

/** Answers `GET /tasks/{id}`. */
export async function answerGet(call: Call): Promise<CallAnswer> {
  const { route, query, key, model, context } = call;
  const selection = select({ model, context }, route.field.type, readWanted(query));
  const operation = routeOperation(route, key, selection);
  const { type } = route;
  const row = found(settled(await call.run(operation), operation), described(call));
  const value = shaped(row, selection) as Readonly<Record<string, unknown>>;
  return { status: 200, value, ...(type ? { etag: tagOf(type, value, query) } : {}) };
}

/** Returns the words for the row of a path: `Task "t1"`. */
export function described({ route, key }: Pick<Call, 'route' | 'key'>): string {
  return `${route.type?.name ?? 'item'} ${Object.values(key)
    .map((part) => JSON.stringify(part))
    .join(', ')}`;
}
