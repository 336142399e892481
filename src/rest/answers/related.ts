import { isObjectType } from 'graphql';

import type { ToMany } from '../../model/index.ts';

import type { Call, CallAnswer } from '../call.ts';
import { operationOf } from '../operation.ts';
import { refused } from '../rest-error.ts';
import { found, settled } from '../settle.ts';
import { select } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { readWanted } from '../selection/wanted.ts';
import { described } from './get.ts';
import { pageAnswer, pageSelection } from './list.ts';
import { planList, type Order } from './list-plan.ts';
import { tagOf } from './row-value.ts';

/** Answers `GET /projects/{id}/tasks`, and a relation to one row. */
export async function answerRelated(call: Call): Promise<CallAnswer> {
  const { route, query, key, model, context } = call;
  const { kind } = route;
  if (kind.is !== 'related') throw new Error(`The route "${route.path}" is of no relation.`);
  const { relation, target, many } = kind;
  const row = { field: route.field, args: key };
  const object = route.field.type;
  const field = isObjectType(object) ? object.getFields()[relation.name] : undefined;
  if (!field) throw new Error(`The type "${route.type?.name ?? ''}" has no field "${relation.name}".`);
  if (many) {
    const orders = relation.kind.is === 'toMany' ? [orderOf(relation.kind, target, field)] : [];
    const plan = planList(query, field, orders);
    return pageAnswer(call, [row, plan], pageSelection(call, field.type), route.operationId);
  }
  const selection = select({ model, context }, field.type, readWanted(query));
  const operation = operationOf('Query', route.operationId, [row, { field, args: {} }], selection.text);
  const executed = await call.run(operation);
  const value = settled(executed, operation);
  if (value === null) {
    const [root = ''] = operation.place;
    found(executed.data?.[root], described(call));
    throw refused('NOT_FOUND', `${described(call)} has no ${relation.name}.`);
  }
  const shown = shaped(value, selection) as Readonly<Record<string, unknown>>;
  return { status: 200, value: shown, etag: tagOf(target, shown, query) };
}

/** Returns the order of a relation: what follows in its index after the key of the row. */
function orderOf(relation: ToMany, target: Call['model']['models'][string], field: Order['field']): Order {
  const index = target.indexes.find(({ name }) => name === relation.index);
  const sort = (index ?? target.key).sort.slice(relation.from.length - 1);
  return { field, needs: [], by: sort };
}
