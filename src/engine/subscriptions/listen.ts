import { isRefusal } from '../../tenant/index.ts';
import { baseName, type Json, type Model, type ModelType } from '../../model/index.ts';
import { matches, type Announced, type Filter, type Row } from '../../store/port/index.ts';

import type { Context } from '../context.ts';
import { permitField } from '../fields/guarded.ts';
import { permitSelection } from '../fields/permit-selection.ts';
import { allOf, permitComparing, permitRows, type Site } from '../tables/permit.ts';
import { readFilter, type FilterInput } from '../tables/read-filter.ts';
import { modelsIn, rowsIn } from './answer-rows.ts';
import type { SubscriptionEvent } from './event.ts';
import type { SubscriptionPlan } from './plan.ts';
import { isOf } from './sources.ts';

/** The part of a context that says who the caller is. */
type Called = Pick<Context, 'scope'>;

const rightsOf = ({ scope }: Called) => scope.caller.rights;

/**
 * Requires all that can be known of a subscription before an event: that the caller may listen to its rows, compare the
 * fields of its arguments, and read the required fields that it selects.
 * @throws {Refusal} FORBIDDEN, FEATURE_DISABLED, or INVALID_ARGUMENTS for a filter
 */
export function requireListen(model: Model, plan: SubscriptionPlan, context: Context): void {
  if (plan.custom) permitField({ rightsOf }, 'Subscription', plan.custom, context);
  const answer = answerName(plan);
  const type = Object.hasOwn(model.models, answer) ? model.models[answer] : undefined;
  if (type) demandsOf(type, plan, context);
  permitSelection({ model, rightsOf }, answer, null, context, plan.selected);
}

/**
 * Returns whether an event is an answer of a subscription: it is of the right kind, the caller may see its rows, and it has
 * the values that the arguments ask for. A caller that lost its right gets no answer.
 */
export function wants(
  model: Model,
  plan: SubscriptionPlan,
  event: SubscriptionEvent,
  context: Called,
): boolean {
  if (!plan.sources.some((source) => isOf(source, event))) return false;
  try {
    if (plan.custom) permitField({ rightsOf }, 'Subscription', plan.custom, context);
    return event.is === 'row'
      ? wantsRow(model, plan, event.type, event.event.row, context)
      : wantsAnswer(model, plan, event.announced, context);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/**
 * Returns whether a caller hears of a change of a row, as a subscription to its type would: for listeners that have no field of
 * Subscription.
 */
export function mayHear(model: Model, name: string, row: Row, { scope: { caller } }: Called): boolean {
  const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
  if (!type) return false;
  try {
    return meets(permitRows(type, caller, 'listen', { field: name, on: 'Subscription' }), row, type);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function wantsRow(model: Model, plan: SubscriptionPlan, name: string, row: Row, context: Called): boolean {
  const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
  return type !== undefined && meets(demandsOf(type, plan, context), row, type);
}

/**
 * All rows of an answer must be visible to the caller, because its mutation was another caller's. Of an answer that was not
 * kept, only the rules decide that need no row: the event shows nothing of it.
 */
function wantsAnswer(
  model: Model,
  plan: SubscriptionPlan,
  { answer, tooLarge }: Announced,
  context: Called,
): boolean {
  if (!plan.custom) return false;
  if (tooLarge) {
    for (const type of modelsIn(model, plan.custom.type))
      permitRows(type, context.scope.caller, 'listen', siteOf(plan));
    return true;
  }
  const name = answerName(plan);
  const isRow = Object.hasOwn(model.models, name);
  if (!isRow && !hasValues(plan.args, answer)) return false;
  return rowsIn(model, plan.custom.type, answer).every(({ type, row }) =>
    meets(
      isRow ? demandsOf(type, plan, context) : permitRows(type, context.scope.caller, 'listen', siteOf(plan)),
      row,
      type,
    ),
  );
}

/**
 * Returns what a row must meet to be an answer: the rules of its type, and the arguments of the field.
 * @throws {Refusal} if no row can be one
 */
function demandsOf(type: ModelType, plan: SubscriptionPlan, { scope: { caller } }: Called): Filter | null {
  const guard = (field: string): Filter | null => permitComparing(type, caller, field);
  // A declared field has arguments of its own choice, and no filter.
  const { filter = null, ...owners } = plan.args;
  const values = plan.custom ? plan.args : owners;
  const reading = { argument: 'filter', guard, type };
  return allOf([
    permitRows(type, caller, 'listen', siteOf(plan)),
    ...Object.entries(values).flatMap(([field, value]) => [guard(field), equal(type, field, value)]),
    plan.custom ? null : readFilter(filter as FilterInput | null, reading),
  ]);
}

/** Returns the test of an argument. Null asks for a row without a value. */
function equal({ fields }: ModelType, field: string, value: Json): Filter {
  const form = fields[field]?.owner?.form;
  return { field, op: 'eq', value, ...(form && form !== 'sub' ? { shown: true } : {}) };
}

function meets(demands: Filter | null, row: Row, { fields }: ModelType): boolean {
  return demands === null || matches(demands, row, fields);
}

/** Returns whether an answer that is no row has the values of the arguments. */
function hasValues(args: SubscriptionPlan['args'], answer: Json): boolean {
  const tests = Object.entries(args).map(([field, value]) => ({ field, op: 'eq', value }) as const);
  if (tests.length === 0) return true;
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return false;
  return matches({ and: tests }, answer as Row, {});
}

function answerName({ custom, sources }: SubscriptionPlan): string {
  if (custom) return baseName(custom.type);
  const [first] = sources;
  return first?.is === 'rows' ? first.type.name : '';
}

function siteOf({ field }: SubscriptionPlan): Site {
  return { field, on: 'Subscription' };
}
