import type { Caller, Scope } from '../../tenant/index.ts';
import type { Json, Model, ModelType } from '../../model/index.ts';
import type { Page, Row, Store } from '../../store/port/index.ts';

import type { Members } from '../auth/find-person.ts';
import { alignQueries } from './align-queries.ts';
import { readRange, type KeyCondition } from './read-range.ts';
import type { FilterInput } from './read-filter.ts';
import { openOwnerNames } from './owner-names.ts';
import { openTable, type Table } from './table.ts';
import type { OnCreate, Writer } from './writer.ts';
import { transact, type Next } from './transaction.ts';

export interface ListOptions {
  readonly filter?: FilterInput | null;
  readonly limit?: number | null;
  readonly nextToken?: string | null;
  readonly sortDirection?: 'ASC' | 'DESC' | null;
}

/** A table as resolvers use it. src/generated/models.ts adds the types of each model. */
export interface ResolverTable extends Table {
  list(options?: ListOptions): Promise<Page>;
  /** Returns how many rows the caller may see. Without a filter it reads a counter. */
  count(request?: Pick<ListOptions, 'filter'>): Promise<number>;
  /** Returns rows by an index. `where` holds the hash field and optionally a condition on the sort fields. */
  query(index: string, where: Row, options?: ListOptions & { sort?: KeyCondition }): Promise<Page>;
}

export type Tables = Readonly<Record<string, ResolverTable>>;

/** The tables of a transaction and its sequences, as `store.transact` gives them to a custom resolver. */
export type TransactionTables = Tables & { readonly next: Next };

interface Transacting {
  /**
   * Commits the writes of `work`, all or none (at most 100). `work` runs again if another request took its gapless number
   * of a sequence.
   */
  transact<Result>(work: (tables: TransactionTables) => Promise<Result>): Promise<Result>;
}

/**
 * The data of the caller's tenant. `store.Task` obeys `@auth`. `store.trusted.Task` skips the rules, never the tenant.
 */
export type TenantStore = Tables & Transacting & { readonly trusted: Tables & Transacting };

export interface TenantStoreOptions {
  /** Called before each row is created, also in `trusted`. May throw to stop the create. */
  readonly onCreate?: OnCreate | undefined;
  /** The members of the scope's tenant, whom owner fields name. By default there are none but the caller. */
  readonly members?: Members | undefined;
}

const NO_MEMBERS: Members = { named: () => Promise.resolve([]), withId: () => Promise.resolve(null) };

/**
 * Opens the tables of a request, each when it is first used.
 *
 * @example
 * ```ts
 * const tables = openTenantStore(model, store, scope);
 * const open = await tables.Task?.list({ filter: { status: { ne: 'DONE' } }, limit: 20 });
 * const task = await tables.trusted.Task?.create({ title: 'Invoice', projectId: 'p1' });
 * ```
 */
export function openTenantStore(
  model: Model,
  store: Store,
  scope: Scope,
  { onCreate = () => Promise.resolve(), members = NO_MEMBERS }: TenantStoreOptions = {},
): TenantStore {
  const direct: Writer = {
    jobs: store,
    onCreate: (type) => onCreate(type, 0),
    get: (access) => store.get(access),
    query: alignQueries((access) => store.query(access)),
    count: (access) => store.count(access),
    total: (type) => store.total(type),
    pause: (attempt) => store.pause(attempt),
    holding: null,
    afterLooks: null,
    hold: (type, key, hold) => store.hold(type, key, hold),
    newHold: () => store.newHold(),
    release: (type, key, hold) => store.release(type, key, hold),
    linked: (type, key) => store.linked(type, key),
    write: async ([first, ...rest], refuse) => {
      if (rest.length === 0) return store.write(first).catch(refuse);
      const [row] = await store.transact([first, ...rest]).catch(refuse);
      return row ?? {};
    },
  };
  const over = <Extras extends object>(
    writer: Writer,
    caller: Caller | null,
    extras: Extras,
  ): Tables & Extras =>
    tablesWith(
      model,
      (type) => {
        const owners = openOwnerNames(type, members, { caller: scope.caller, trusted: caller === null });
        return forResolvers(
          type,
          openTable(model, type, writer, { caller, owners, claimant: scope.caller.userId }),
        );
      },
      extras,
    );
  const transacting = (caller: Caller | null): Transacting => ({
    transact: (work) =>
      transact(store, onCreate, (transaction) =>
        work(over(transaction.writer, caller, { next: transaction.next })),
      ),
  });
  const trusted = over(direct, null, transacting(null));
  return over(direct, scope.caller, { ...transacting(scope.caller), trusted });
}

/** Returns an object with a table for each model, opened on first use, in addition to `extras`. */
function tablesWith<Extras extends object>(
  model: Model,
  open: (type: ModelType) => ResolverTable,
  extras: Extras,
): Tables & Extras {
  const opened = { ...extras } as Record<string | symbol, unknown>;
  return new Proxy(opened, {
    get(tables, name) {
      if (Object.hasOwn(tables, name) || typeof name === 'symbol') return tables[name];
      const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
      return type && (tables[name] = open(type));
    },
  }) as Tables & Extras;
}

function forResolvers(type: ModelType, table: Table): ResolverTable {
  return {
    ...table,
    list: (options = {}) =>
      table.page({ ...options, index: null, where: [], range: null, binding: binding('list', {}, options) }),
    count: ({ filter } = {}) => table.countRows({ index: null, where: [], range: null, filter }),
    query(name, where, { sort, ...options } = {}) {
      const index = type.indexes.find((candidate) => candidate.name === name);
      if (!index) throw new Error(`${type.name} has no index "${name}".`);
      const equal = [where[index.hash] ?? null] as Json[];
      const range = readRange(sort, index.sort, 'sort');
      return table.page({
        ...options,
        index,
        where: equal,
        range,
        binding: binding(name, { ...where, sort }, options),
      });
    },
  };
}

function binding(name: string, where: object, { filter, sortDirection }: ListOptions): string {
  return JSON.stringify([name, where, filter ?? null, sortDirection ?? 'ASC']);
}
