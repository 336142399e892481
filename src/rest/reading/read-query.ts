import { didYouMean } from '../../model/index.ts';

import { badParameter } from '../rest-error.ts';
import type { QueryParameter, Route } from '../route.ts';
import { readText } from './read-text.ts';

/** A comparison of one field: `{ at: ['dueDate', 'lt'], value: '2026-12-01' }`. */
export interface Comparison {
  readonly at: readonly string[];
  readonly value: unknown;
}

/** The query string of a request, read by its route. */
export interface ReadQuery {
  readonly comparisons: readonly Comparison[];
  /** The parameter `filter`, parsed. */
  readonly filter: unknown;
  readonly sort: string | undefined;
  readonly limit: unknown;
  readonly cursor: unknown;
  readonly total: boolean;
  readonly fields: string | undefined;
  readonly expand: string | undefined;
  readonly arguments: readonly Comparison[];
}

/** Values of one parameter. */
interface Given {
  readonly parameter: QueryParameter;
  readonly value: unknown;
}

/**
 * Reads a query string by the parameters of a route.
 * @throws {RestError} INVALID_ARGUMENTS, naming the parameter
 */
export function readQuery(
  { queryParameters }: Pick<Route, 'queryParameters'>,
  query: ReadonlyMap<string, readonly string[]>,
): ReadQuery {
  const known = parametersByName(queryParameters);
  const given = [...query].map(([name, texts]) => readParameter(known, name, texts));
  requireAll(queryParameters, query);
  const valueOf = (is: QueryParameter['is']): unknown => given.find((one) => one.parameter.is === is)?.value;
  const textOf = (is: QueryParameter['is']): string | undefined => {
    const value = valueOf(is);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    comparisons: placed(given, 'field'),
    filter: valueOf('filter'),
    sort: textOf('sort'),
    limit: valueOf('limit'),
    cursor: valueOf('cursor'),
    total: valueOf('total') === true,
    fields: textOf('fields'),
    expand: textOf('expand'),
    arguments: placed(given, 'argument'),
  };
}

const indexes = new WeakMap<readonly QueryParameter[], ReadonlyMap<string, QueryParameter>>();

function parametersByName(parameters: readonly QueryParameter[]): ReadonlyMap<string, QueryParameter> {
  const known = indexes.get(parameters) ?? new Map(parameters.map((one) => [one.name, one]));
  indexes.set(parameters, known);
  return known;
}

function readParameter(
  known: ReadonlyMap<string, QueryParameter>,
  name: string,
  texts: readonly string[],
): Given {
  const parameter = known.get(name);
  if (!parameter) {
    const hint = didYouMean(name, known.keys());
    throw badParameter(name, 'unknown', `There is no parameter "${name}".${hint ? ` ${hint}` : ''}`);
  }
  if (texts.length > 1 && !parameter.many) {
    const several = known.has(`${name}.in`) ? `: write "${name}.in" for several values` : '';
    throw badParameter(name, 'once', `The parameter "${name}" may be there only once${several}.`);
  }
  const values = texts.map((text) => {
    const read = readText(text, parameter.type);
    if ('why' in read) throw badParameter(name, 'type', `The parameter "${name}": ${read.why}`);
    return read.value;
  });
  return { parameter, value: parameter.many ? values : values[0] };
}

/** Returns the values with a place. Two names of one place, `status` and `status.eq`, contradict each other. */
function placed(given: readonly Given[], is: QueryParameter['is']): readonly Comparison[] {
  const places = new Map<string, string>();
  return given
    .filter(({ parameter }) => parameter.is === is)
    .map(({ parameter: { name, at }, value }) => {
      const place = at.join('.');
      const other = places.get(place);
      if (other !== undefined)
        throw badParameter(name, 'once', `The parameter "${name}" says the same as "${other}": send one.`);
      places.set(place, name);
      return { at, value };
    });
}

function requireAll(parameters: readonly QueryParameter[], query: ReadonlyMap<string, unknown>): void {
  const missing = parameters.find(({ name, required }) => required && !query.has(name));
  if (missing) throw badParameter(missing.name, 'required', `The parameter "${missing.name}" is required.`);
}

/** Returns an object with each value at its place: `{ dueDate: { lt: … } }`. */
export function nested(comparisons: readonly Comparison[]): Record<string, unknown> {
  const heads = new Map<string, Comparison[]>();
  const leaves = new Map<string, unknown>();
  for (const { at, value } of comparisons) {
    const [head = '', ...rest] = at;
    if (rest.length === 0) leaves.set(head, value);
    else heads.set(head, [...(heads.get(head) ?? []), { at: rest, value }]);
  }
  return Object.fromEntries([
    ...leaves,
    ...[...heads].map(([head, inner]) => [head, nested(inner)] as const),
  ]);
}
