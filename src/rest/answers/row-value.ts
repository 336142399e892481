import { keyFields, type ModelType } from '../../model/index.ts';

import type { Call, CallAnswer } from '../call.ts';
import { rowTag } from '../etag.ts';
import { readPreference } from '../reading/negotiate.ts';
import type { Route } from '../route.ts';
import { select, type Selection } from '../selection/select.ts';
import { shaped } from '../selection/shape.ts';
import { DEFAULT, NOTHING, readWanted, type Wanted } from '../selection/wanted.ts';

type Row = Readonly<Record<string, unknown>>;

/** How a write answers: with the row, or with its key alone. */
export interface RowAnswer {
  readonly selection: Selection;
  /** Returns the answer of a row that a write returned. */
  readonly of: (row: Row, status: 200 | 201) => CallAnswer;
}

/** Returns how a write answers, by the client's preference and the fields that it wants. */
export function rowAnswer(call: Call, type: ModelType): RowAnswer {
  const { route, query, request, model, context } = call;
  const preference = readPreference(request.header('prefer'));
  const wanted = preference === 'minimal' ? NOTHING : readWanted(query);
  const selection = select({ model, context }, route.field.type, withKey(wanted, type));
  const applied: Readonly<Record<string, string>> =
    preference === null ? {} : { 'preference-applied': `return=${preference}` };
  return {
    selection,
    of(row, status) {
      const location = status === 201 ? locationOf(call, type, row) : null;
      const headers = { ...applied, ...(location === null ? {} : { location }) };
      if (preference === 'minimal')
        return { status: status === 201 ? 201 : 204, headers, value: undefined, etag: null };
      const value = withoutKey(shaped(row, selection) as Row, wanted, type);
      return { status, headers, value, etag: tagOf(type, value, query) };
    },
  };
}

/** Returns the tag of a row as the client sees it. */
export function tagOf(
  type: ModelType,
  row: Row,
  { fields, expand }: Pick<Call['query'], 'fields' | 'expand'>,
): string {
  return rowTag(type, row, fields === undefined && expand === undefined);
}

function withKey(wanted: Wanted, type: ModelType): Wanted {
  const key = keyFields(type.key).map((name) => [name, DEFAULT] as const);
  return wanted.isDefault ? wanted : { ...wanted, members: new Map([...key, ...wanted.members]) };
}

function withoutKey(row: Row, wanted: Wanted, type: ModelType): Row {
  if (wanted.isDefault) return row;
  const added = keyFields(type.key).filter((name) => !wanted.members.has(name));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !added.includes(name)));
}

/** Values that are no segment of a path: clients and proxies remove these, also percent-encoded. */
const UNADDRESSED: readonly string[] = ['', '.', '..'];

/** Returns the address of a row, or null if its type or its key has none. */
function locationOf({ routes, request }: Call, type: ModelType, row: Row): string | null {
  const isOfRow = ({ kind, type: of }: Route): boolean => kind.is === 'get' && of === type;
  const route = routes.find(isOfRow);
  if (!route) return null;
  const values = keyFields(type.key).map((name) => String(row[name]));
  if (values.some((value) => UNADDRESSED.includes(value))) return null;
  const [segment = ''] = route.path.split('/{');
  return [`${request.base}/v1${segment}`, ...values.map(encodeURIComponent)].join('/');
}
