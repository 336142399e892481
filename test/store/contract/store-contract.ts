import fc from 'fast-check';

import { contractModel } from './contract-model.ts';
import { effects } from './effects.ts';
import { directFiles } from './direct-files.ts';
import { files } from './files.ts';
import { filters } from './filters.ts';
import { isolation } from './isolation.ts';
import { queries } from './queries.ts';
import { rows } from './rows.ts';
import { rowFiles } from './row-files.ts';
import type { FilesOf, OpenStores, StoreOf, Stores } from './stores.ts';
import { transactions } from './transactions.ts';
import { values } from './values.ts';

fc.configureGlobal({ seed: 20261124 });

/**
 * Declares the tests that every implementation of the port of the store must pass.
 * They know the port, the model and the tenant alone; what an implementation promises in addition has tests of its own.
 */
export function storeContract(name: string, open: OpenStores): void {
  describe(`The store of ${name}`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open(contractModel);
    });
    afterAll(() => stores.close());
    const storeOf: StoreOf = (tenant, options) => stores.storeOf(tenant, options);
    const filesOf: FilesOf = (tenant, now) => stores.filesOf(tenant, now);
    for (const topic of [files, directFiles]) topic(filesOf);
    rowFiles(storeOf, filesOf);
    for (const topic of [rows, transactions, effects, filters, values, queries, isolation]) topic(storeOf);
  });
}
