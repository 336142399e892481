import { isDeepStrictEqual } from 'node:util';

import { Refusal, type Caller } from '../../tenant/index.ts';
import {
  type Index,
  type Json,
  dependentsOf,
  keyFields,
  type Model,
  type ModelType,
} from '../../model/index.ts';
import {
  decideShown,
  hasShown,
  matches,
  newId,
  type CountAccess,
  type FileClaim,
  type Filter,
  type Page,
  type Range,
  type Row,
  type RowWrite,
} from '../../store/port/index.ts';

import { notAuthorized } from '../auth/refuse.ts';
import { withOwner, withShownOwners, withStoredOwners } from '../auth/owner.ts';
import { checkFiles } from './check-files.ts';
import { deleteRow } from './delete-row.ts';
import { makesId } from './makes-id.ts';
import type { OwnerNames } from './owner-names.ts';
import {
  allOf,
  isOpen,
  permitComparing,
  permitRows,
  permitVersion,
  permitWrite,
  requireAll,
  unchanged,
  type Demand,
  type Site,
} from './permit.ts';
import { pushDown } from './push-down.ts';
import { readFilter, type FilterInput, type Guard } from './read-filter.ts';
import { refuseWrite } from './refuse-write.ts';
import { validate } from './validate.ts';
import type { Writer } from './writer.ts';

/** The default page size, AppSync's, and the largest one. */
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1000;

export interface PageRequest {
  /** The index, or null for the primary key. */
  readonly index: Index | null;
  readonly where: readonly Json[];
  readonly range: Range | null;
  readonly filter?: FilterInput | null | undefined;
  readonly limit?: number | null | undefined;
  readonly sortDirection?: 'ASC' | 'DESC' | null | undefined;
  readonly nextToken?: string | null | undefined;
  /** What a cursor of this list is bound to, in addition to its key. */
  readonly binding: string;
}

/** A list without its page, to be counted. */
export type CountRequest = Pick<PageRequest, 'index' | 'where' | 'range' | 'filter'>;

export interface CountedPage extends Page {
  /** Whether the request has a filter, so that `total` reads all rows. */
  readonly filtered: boolean;
  readonly total: () => Promise<number>;
}

export interface WriteOptions {
  /** A condition that the stored row must also meet. */
  readonly when?: FilterInput | null | undefined;
  readonly site?: Site;
  /** What the written row must meet so that its caller can read what it selects. */
  readonly reads?: readonly Demand[];
  /** Gets the row before it is written or deleted. May throw to stop the write. */
  readonly before?: ((row: Row) => Promise<void>) | undefined;
}

/** The rows of one model as one caller may reach them. Rows are as stored. */
export interface Table {
  /**
   * Returns a row, or null if it does not exist.
   * @throws {Refusal} FORBIDDEN for a row that the rules hide from the caller
   */
  get(key: Row, site?: Site): Promise<Row | null>;
  /** Returns what `get` does at one place of a request, with its rules decided once. Throws if they admit no row. */
  openGet(site?: Site): (key: Row) => Promise<Row | null>;
  /** Returns a full page of the rows that the caller may see. The page can also count all rows of the list. */
  page(request: PageRequest, site?: Site): Promise<CountedPage>;
  /** Returns how many rows the caller may see. Without any filter this is one read of a counter. */
  countRows(request: CountRequest, site?: Site): Promise<number>;
  create(input: Row, options?: WriteOptions): Promise<Row>;
  /** Changes the row with the key in `input`. Null removes a value. */
  update(input: Row, options?: WriteOptions): Promise<Row>;
  delete(key: Row, options?: WriteOptions): Promise<Row>;
}

/** For whom a table is opened. */
export interface TableCaller {
  /** Whose rules hold; null skips the rules. */
  readonly caller: Caller | null;
  readonly owners: OwnerNames;
  /** The id of the user or the key who gives files to rows. The rows may only get this caller's own uploads. */
  readonly claimant: string;
}

/**
 * Opens a table. If `caller` is null the rules are skipped (`store.trusted`). The tenant never is, because the writer
 * is bound to it.
 */
export function openTable(
  model: Model,
  type: ModelType,
  writer: Writer,
  { caller, owners, claimant }: TableCaller,
  now = () => new Date(),
): Table {
  const { operations, timestamps } = type;
  const namesOwners = keyFields(type.key).some((field) => type.fields[field]?.owner);
  const readSite: Site = { field: operations.get ?? `get${type.name}`, on: 'Query' };
  const listSite: Site = { field: operations.list ?? `list${type.plural}`, on: 'Query' };
  const writeSite = (operation: 'create' | 'update' | 'delete'): Site => ({
    field: operations[operation] ?? `${operation}${type.name}`,
    on: 'Mutation',
  });
  const demandsOf = (operation: 'create' | 'update' | 'delete', values: Row, site?: Site): Demand[] =>
    caller ? permitWrite(type, caller, operation, values, site ?? writeSite(operation)) : [];
  /** Returns new values as they are stored. Owners that the row shows already keep their user id. */
  const asStored = async (key: Row, values: Row): Promise<Row> => {
    const named = caller && Object.keys(values).some((name) => type.fields[name]?.owner);
    const row = named && (await writer.get({ op: 'get', type, key }));
    if (!row) return owners.write(values);
    const kept = withStoredOwners(type, values, row);
    const changed = Object.entries(kept).filter(([name, value]) => !isDeepStrictEqual(value, row[name]));
    return { ...kept, ...(await owners.write(Object.fromEntries(changed))) };
  };
  /** Returns who claims the files among these values. A write without files needs no claim. */
  const claimOf = (values: Row): FileClaim =>
    type.files.some(({ field }) => (values[field] ?? null) !== null) ? { claimant } : {};
  const guard: Guard = (field) => caller && permitComparing(type, caller, field);

  /** A condition reveals the row that it compares, so its caller must be able to get that row. */
  const guardWritten: Guard = (field) =>
    caller && !keyFields(type.key).includes(field)
      ? allOf([guard(field), permitRows(type, caller, 'get', { field, on: type.name })])
      : guard(field);

  const isReadable = (field: string): boolean => caller === null || isOpen(type, caller, field);

  const filterOf = (request: CountRequest, site: Site): Filter | null => {
    const rules = caller && permitRows(type, caller, 'list', site);
    const keys = comparedKeys(request).map(guard);
    return allOf([rules, ...keys, readFilter(request.filter, { argument: 'filter', guard, type })]);
  };
  /**
   * Returns where the rows are searched. A filter on an indexed field becomes a key, unless the caller asks for an
   * order.
   */
  const searched = async (
    request: CountRequest,
    rules: Filter | null,
    anyOrder: boolean,
  ): Promise<Searched> => {
    const { index, where, range, names } = await owners.search(request);
    const filter = allOf([rules, names]);
    const free = anyOrder && index === null && where.length === 0 && range === null;
    const pushed = free ? pushDown(type, filter, isReadable) : null;
    return pushed ? { ...pushed, range } : { index, where, range, filter };
  };
  const countOf = (access: Searched): Promise<number> => {
    const whole =
      access.index === null && access.where.length === 0 && access.range === null && !access.filter;
    const kept = operations.count !== null;
    return whole && kept ? writer.total(type) : writer.count({ op: 'count', type, ...access });
  };

  const openGet: Table['openGet'] = (site = readSite) => {
    const filter = caller && permitRows(type, caller, 'get', site);
    return async (key) => {
      const row = await writer.get({ op: 'get', type, key: namesOwners ? await owners.find(key) : key });
      if (row && filter && !matches(filter, row, type.fields)) throw notAuthorized(site.field, site.on);
      return row;
    };
  };

  return {
    get: async (key, site) => openGet(site)(key),

    openGet,

    async page(request, site = listSite) {
      const access = await searched(
        request,
        filterOf(request, site),
        (request.sortDirection ?? null) === null,
      );
      const page = await writer.query({
        op: 'query',
        type,
        ...access,
        limit: readLimit(request.limit),
        direction: request.sortDirection ?? 'ASC',
        after: request.nextToken ?? null,
        binding: request.binding,
      });
      const filtered = (request.filter ?? null) !== null;
      return { ...page, filtered, total: () => countOf(access) };
    },

    countRows: async (request, site = listSite) =>
      countOf(await searched(request, filterOf(request, site), true)),

    async create(input, { when, site, reads = [], before } = {}) {
      const stamp = now().toISOString();
      const demands = demandsOf('create', input, site);
      const given = await owners.write(input);
      const row = complete(type, caller ? withOwner(type, caller, given) : given, stamp);
      validate(type, withShownOwners(type, row));
      const refuse = refuseWrite(type, row, []);
      checkFiles(type, row, refuse);
      requireAll(type, [...demands, ...reads], row);
      await before?.(row);
      const condition = await conditionOf([], when, null);
      await writer.onCreate(type);
      return writer.write([{ op: 'put', type, row, condition, ...claimOf(row) }], refuse);
    },

    async update(input, { when, site, reads = [], before } = {}) {
      const { key: named, rest: given, expected } = splitKey(type, input);
      demandsOf('update', given, site);
      const key = await owners.find(named);
      const rest = await asStored(key, given);
      const demands = [
        ...demandsOf('update', rest, site),
        ...unchanged(type, reads, rest),
        ...permitVersion(type, caller, expected),
      ];
      const { updatedAt } = timestamps;
      const set = updatedAt ? { [updatedAt]: now().toISOString(), ...withoutNull(rest, updatedAt) } : rest;
      validate(type, withShownOwners(type, set));
      const refuse = refuseWrite(type, key, demands);
      checkFiles(type, set, refuse);
      if (before) await passOn(before, key, demands, set);
      const condition = await conditionOf(demands, when, key);
      const retirable = dependentsOf(model.models, type).length > 0 ? { retirable: true as const } : {};
      const access: RowWrite = {
        op: 'update',
        type,
        key,
        set,
        condition,
        increment: type.version,
        ...retirable,
        ...claimOf(set),
      };
      return writer.write([access], refuse);
    },

    async delete(input, { when, site, reads = [], before } = {}) {
      const { key: named, expected } = splitKey(type, input);
      const demands = [...demandsOf('delete', {}, site), ...reads, ...permitVersion(type, caller, expected)];
      const key = await owners.find(named);
      if (before) await passOn(before, key, demands, {});
      const access: RowWrite = { op: 'delete', type, key, condition: await conditionOf(demands, when, key) };
      return deleteRow(model, access, writer, refuseWrite(type, key, demands));
    },
  };

  /** Passes on a stored row that meets the demands, with its changes. The write refuses a row that does not exist. */
  async function passOn(
    before: (row: Row) => Promise<void>,
    key: Row,
    demands: readonly Demand[],
    set: Row,
  ): Promise<void> {
    const row = await writer.get({ op: 'get', type, key });
    if (!row) return;
    requireAll(type, demands, row);
    await before({ ...row, ...set });
  }

  /**
   * Returns the condition of a write to the row with a key, or of a create without one. A test of an owner's name is
   * decided by the row, which then must not change.
   */
  async function conditionOf(
    demands: readonly Demand[],
    when: FilterInput | null | undefined,
    key: Row | null,
  ): Promise<Filter | null> {
    const condition = readFilter(when, { argument: 'condition', guard: key ? guardWritten : guard, type });
    const filter = allOf([...demands.map((demand) => demand.filter), condition]);
    if (!filter || !hasShown(filter)) return filter;
    return decideShown(
      filter,
      type.fields,
      (key && (await writer.get({ op: 'get', type, key, consistent: true }))) ?? {},
    );
  }
}

/** The access of a list, without its page. */
type Searched = Omit<CountAccess, 'op' | 'type'>;

/** Returns the fields of an index that a page compares, or whose order it shows. */
function comparedKeys({ index }: CountRequest): readonly string[] {
  return index ? keyFields(index) : [];
}

function readLimit(limit: number | null | undefined): number {
  const wanted = limit ?? DEFAULT_LIMIT;
  if (wanted < 1 || wanted > MAX_LIMIT) {
    throw new Refusal('INVALID_ARGUMENTS', `The argument "limit" must lie between 1 and ${MAX_LIMIT}.`);
  }
  return wanted;
}

/** Adds what the schema promises of a new row: defaults, an id, timestamps. */
function complete(type: ModelType, input: Row, stamp: string): Row {
  const row: Record<string, Json> = { ...input };
  for (const field of Object.values(type.fields)) {
    if (field.default !== undefined && (row[field.name] ?? null) === null) row[field.name] = field.default;
  }
  if (type.version !== null) row[type.version] = 1;
  if (makesId(type) && (row['id'] ?? null) === null) row['id'] = newId();
  for (const name of [type.timestamps.createdAt, type.timestamps.updatedAt]) {
    if (name && (row[name] ?? null) === null) row[name] = stamp;
  }
  return row;
}

/** The argument of update and delete with the version that the caller last read. */
const EXPECTED_VERSION = 'expectedVersion';

function splitKey(type: ModelType, input: Row): { key: Row; rest: Row; expected: Json | undefined } {
  const names = new Set(keyFields(type.key));
  const versioned = type.version !== null;
  const entries = Object.entries(input).filter(([name]) => !versioned || name !== EXPECTED_VERSION);
  return {
    expected: versioned ? input[EXPECTED_VERSION] : undefined,
    key: Object.fromEntries(entries.filter(([name]) => names.has(name))),
    rest: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
  };
}

function withoutNull(values: Row, name: string): Row {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => key !== name || value !== null));
}
