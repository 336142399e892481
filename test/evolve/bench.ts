import { keepSlots, readModel, type Json, type Model, type ModelType } from '../../src/model/index.ts';
import {
  openBackfill,
  openCursors,
  openControl,
  openStore,
  type Control,
  type Row,
  type Send,
  type Store,
} from '../../src/store/index.ts';
import { settleOwners } from '../../src/engine/index.ts';
import { membersOf } from '../../src/platform/index.ts';
import type { TypeReport } from '../../src/migrate/apply-to-tenant.ts';
import { evolveData, type SchemaState } from '../../src/migrate/evolve-data.ts';
import type { Work } from '../../src/migrate/type-work.ts';
import { slotRecord } from '../../src/model/index.ts';
import type { Emulator } from '../emulator.ts';
import { makeTables, type GuardedTables } from '../guarded-tables.ts';
import { registerOver, type Register } from '../register.ts';
import { scopeOf } from '../tenants.ts';

/** Returns the model of a schema; expects no errors. */
export function modelOf(sdl: string): Model {
  const { model, problems } = readModel([{ file: 'test', text: sdl }]);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return model;
}

/** Returns the SDL of a type that every member may access. */
export function typeSdl(name: string, fields: string): string {
  return `type ${name} @model @auth(rules: [{ allow: private }]) {\n${fields}\n}\n`;
}

export interface Evolution {
  readonly reports: readonly TypeReport[];
  readonly left: Work;
}

/** Two schemas over one table that has the indexes of both; either schema may write rows. */
export interface Bench {
  readonly before: Model;
  /** The second model, with the slots of `before` kept. */
  readonly after: Model;
  /** The data table by a session of a tenant. */
  sendOf(tenant: string): Send;
  /** The names of its tables. */
  readonly tables: GuardedTables['names'];
  readonly control: Control;
  readonly controlSend: Send;
  readonly register: Register;
  store(model: Model, tenant?: string): Store;
  /** Creates a silo table for a tenant; returns a function that opens the tenant's store on it. */
  openSilo(tenant: string): Promise<(model: Model) => Store>;
  /** Migrates the rows of the tenants to `after`; its saved state survives a call that fails. */
  evolve(options?: { send?: Send; tenants?: readonly string[]; more?: Work }): Promise<Evolution>;
}

const cursors = openCursors('a secret of the tests, long enough');

/** `tallied` types have a counter under the second schema. */
export async function openBench(
  { endpoint }: Emulator,
  from: string,
  to: string,
  tallied: readonly string[] = [],
): Promise<Bench> {
  const before = withCounts(modelOf(from), []);
  const after = withCounts(keepSlots(modelOf(to), before), tallied);
  const tables = await makeTables(endpoint, before, after);
  const control = openControl(tables.controlSend('operator'));
  let state: SchemaState = { record: slotRecord(before), pending: {} };
  return {
    before,
    after,
    sendOf: (tenant) => tables.sendOf(tenant),
    tables: tables.names,
    control,
    controlSend: tables.controlSend('operator'),
    register: registerOver(control),
    async openSilo(tenant) {
      const send = await tables.openSilo(tenant);
      return (model) => openStore(scopeOf(tenant), { types: model.models, send, cursors });
    },
    store: (model, tenant = 'acme') =>
      openStore(scopeOf(tenant), { types: model.models, send: tables.sendOf(tenant), cursors }),
    async evolve(options = {}) {
      const reports: TypeReport[] = [];
      const left = await evolveData({
        before: state,
        model: after,
        tenants: options.tenants ?? ['acme'],
        open: (tenant) =>
          Promise.resolve(
            openBackfill(scopeOf(tenant), {
              types: after.models,
              send: options.send ?? tables.sendOf(tenant),
              settle: (type, row) => settleOwners(type, row, membersOf({ control: control }, tenant)),
            }),
          ),
        save: (saved) => {
          state = saved;
        },
        onType: (report) => reports.push(report),
        onPutOff: () => undefined,
        ...(options.more && { more: options.more }),
      });
      return { reports, left };
    },
  };
}

function withCounts(model: Model, names: readonly string[]): Model {
  const models = Object.entries(model.models).map(([name, type]) => [
    name,
    {
      ...type,
      operations: { ...type.operations, count: names.includes(name) ? `count${name}s` : null },
      exactCount: true,
    },
  ]);
  return { ...model, models: Object.fromEntries(models) as Model['models'] };
}

/** Returns a type of a model. @throws if the model lacks it. */
export function typeOf(model: Model, name: string): ModelType {
  const type = model.models[name];
  if (!type) throw new Error(`There is no type "${name}".`);
  return type;
}

/** Returns all rows of a type, or all rows that an index has under one value. */
export async function rowsOf(
  store: Store,
  type: ModelType,
  index: string | null = null,
  where: readonly Json[] = [],
): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const found = index === null ? null : (type.indexes.find(({ name }) => name === index) ?? null);
    const page = await store.query({
      op: 'query',
      type,
      index: found,
      where,
      range: null,
      filter: null,
      limit: 1000,
      direction: 'ASC',
      after,
      binding: 'test',
    });
    rows.push(...page.rows);
    after = page.nextToken;
  } while (after !== null);
  return rows;
}

export function idsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ id }) => (typeof id === 'string' ? id : '')).sort();
}

/** The death of the process in the middle of its work. */
export class Killed extends Error {}

/** Wraps `send` so that it throws `Killed` after the given number of row updates. */
export function killedAfter(writes: number, send: Send): Send {
  let done = 0;
  return (command, options) => {
    if (command.name === 'UpdateItem' && ++done > writes) return Promise.reject(new Killed());
    return send(command, options);
  };
}
