import type { Model, ModelType } from '../../../src/model/index.ts';
import type { FileRecords, Row, Store } from '../../../src/store/port/index.ts';

export interface ContractOptions {
  /** Ends every call of the store, which then fails with TIMEOUT. */
  readonly deadline?: AbortSignal;
}

/** Opens a store of a tenant, as a new request does. */
export type StoreOf = (tenant: string, options?: ContractOptions) => Store;

/** Opens the files of a tenant, by a clock in milliseconds since 1970 if one is given. */
export type FilesOf = (tenant: string, now?: () => number) => FileRecords;

/** One implementation of the port, with room for the types of a model and without any row. */
export interface Stores {
  readonly storeOf: StoreOf;
  readonly filesOf: FilesOf;
  close(): Promise<void>;
}

export type OpenStores = (model: Model) => Promise<Stores>;

let tenants = 0;
/** Returns a tenant that no other test uses. */
export function newTenant(): string {
  return `tenant-${++tenants}`;
}

/** Creates rows of a type on which nothing else depends, 100 in a transaction. */
export async function fill(store: Store, type: ModelType, rows: readonly Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 100) {
    const part = rows.slice(at, at + 100);
    await store.transact(part.map((row) => ({ op: 'put', type, row, condition: null })));
  }
}
