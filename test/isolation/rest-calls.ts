import { getNullableType, isInputObjectType, isListType } from 'graphql';

import { keyFields, type Json } from '../../src/model/index.ts';
import type { QueryParameter, Route } from '../../src/rest/index.ts';
import type { Row } from '../../src/store/index.ts';
import type { RestCall } from '../rest/rest-event.ts';
import { textOf } from '../rest/text-of.ts';
import { inputValue } from './operations.ts';

/** A REST call with a title. */
export interface TitledCall extends RestCall {
  readonly title: string;
}

/**
 * Returns calls of every route, with parameters and bodies built from a row. A value whose name is a field of the row is
 * taken from the row; any other ID is the row's own. Calls that can create rows come last.
 */
export function restCallsOn(routes: readonly Route[], row: Row): TitledCall[] {
  const calls = routes.flatMap((route) => callsOf(route, row));
  const isCreate = ({ title }: TitledCall): boolean => /\bcreate/i.test(title);
  return [...calls.filter((call) => !isCreate(call)), ...calls.filter(isCreate)];
}

function callsOf(route: Route, row: Row): TitledCall[] {
  const path = `/v1${route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(valueFor(name, row)))}`;
  const required = route.queryParameters.filter((one) => one.required).map((one) => pairOf(one, row));
  const all = route.queryParameters.flatMap((one) =>
    isAsked(one, row) ? [required.includes(pairOf(one, row)) ? '' : pairOf(one, row)] : [],
  );
  const title = `${route.operationId} ${route.method} ${route.path}`;
  const bodies = bodiesOf(route, row);
  const queries = [
    ...new Set([required.join('&'), ...all.map((one) => [...required, one].filter(Boolean).join('&'))]),
  ];
  const target = (query: string): string => (query === '' ? path : `${path}?${query}`);
  return [
    ...queries.map((query) => ({
      title,
      method: route.method,
      target: target(query),
      ...(bodies[0] === undefined ? {} : { body: bodies[0] }),
    })),
    ...bodies
      .slice(1)
      .map((body) => ({ title, method: route.method, target: target(required.join('&')), body })),
    ...conditionalCalls(route, title, path, bodies[0]),
  ];
}

/** Returns calls with a condition on the version: each reads the row before it writes. */
function conditionalCalls(
  { kind, method }: Route,
  title: string,
  target: string,
  body: object | undefined,
): TitledCall[] {
  if (kind.is === 'get') return [{ title, method, target, headers: { 'if-none-match': '"v1"' } }];
  if (!['replace', 'patch', 'delete'].includes(kind.is)) return [];
  const conditions = [{ 'if-match': '"v1"' }, { 'if-match': '*' }];
  return conditions.map((headers) => ({ title, method, target, headers, ...(body ? { body } : {}) }));
}

function bodiesOf({ body, kind, pathParameters, type }: Route, row: Row): object[] {
  if (!body) return [];
  const inPath = pathParameters.map(({ name }) => name);
  return (['required', 'keys', 'all'] as const).map((shape) => {
    const value = inputValue(body, '', row, shape) as Readonly<Record<string, Json>>;
    const members = Object.entries(value).filter(([name]) => !inPath.includes(name));
    const one = Object.fromEntries(members);
    const keys = type ? keyFields(type.key).map((name) => [name, row[name] ?? null]) : [];
    if (kind.is !== 'batch') return one;
    return { items: [kind.operation === 'create' ? one : { ...one, ...Object.fromEntries(keys) }] };
  });
}

/** Returns whether a call asks for a parameter alone: a filter by a value of the row, and what shapes the answer. */
function isAsked({ is, at, type }: QueryParameter, row: Row): boolean {
  if (is === 'field') return at.at(-1) === 'eq' && Object.hasOwn(row, at[0] ?? '');
  if (is === 'filter') return isInputObjectType(type);
  return is === 'total' || is === 'argument';
}

function pairOf({ name, is, at, type, many }: QueryParameter, row: Row): string {
  const nullable = getNullableType(type);
  if (is === 'total') return 'total=true';
  const value = inputValue(type, is === 'field' ? (at[0] ?? '') : (at.at(-1) ?? name), row, 'keys');
  const isText = !isListType(nullable) && !isInputObjectType(nullable);
  const text =
    isText || many ? textOf(many && Array.isArray(value) ? value[0] : value) : JSON.stringify(value);
  return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
}

/** Returns the value of a parameter of a path. */
function valueFor(name: string, row: Row): string {
  const texts = [row[name], row['id'], ...Object.values(row)].filter((one) => typeof one === 'string');
  const own = row[name];
  return String(typeof own === 'number' ? own : (texts[0] ?? 'nothing'));
}
