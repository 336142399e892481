import type { Model } from '../../src/model/index.ts';
import {
  type FileRecords,
  type FileRecordsOptions,
  openCursors,
  openFileRecords,
  openStore,
  type Send,
  type Store,
} from '../../src/store/index.ts';
import type { StoreOptions } from '../../src/store/dynamo/rows/open-store.ts';
import { startEmulator } from '../emulator.ts';
import { makeTables, type GuardedTables } from '../guarded-tables.ts';
import { scopeOf } from '../tenants.ts';
import { modelOf, project, task } from './sample-types.ts';

const cursors = openCursors('a secret of the tests, long enough');

/** The tables in an emulator of their own. */
export interface Fixture extends GuardedTables {
  readonly endpoint: string;
  /** Opens the store of a tenant with a session of that tenant. */
  store(tenant: string, options?: Partial<StoreOptions>): Store;
  /** Opens the files of a tenant with a session of that tenant. */
  files(tenant: string, options?: FileRecordsOptions & { readonly send?: Send }): FileRecords;
  stop(): Promise<void>;
}

export async function startFixture(model: Model = modelOf(task, project)): Promise<Fixture> {
  const emulator = await startEmulator();
  const { endpoint } = emulator;
  const tables = await makeTables(endpoint, model);
  return {
    ...tables,
    endpoint,
    store: (tenant, more = {}) =>
      openStore(scopeOf(tenant), {
        types: model.models,
        send: tables.sendOf(tenant),
        cursors,
        ...more,
      }),
    files: (tenant, { send = tables.sendOf(tenant), ...options } = {}) =>
      openFileRecords(scopeOf(tenant), send, options),
    stop: () => emulator.stop(),
  };
}
