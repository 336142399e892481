import { siloTable } from '../store/index.ts';
import type { LocalTables } from './iam/index.ts';
import type { Settings } from './settings.ts';

/** The tables of a data directory, and those of single tenants by name. */
export function tablesOf({ id, silos = [] }: Settings): LocalTables & { readonly silos: readonly string[] } {
  const siloPrefix = `tenantql-${id}-silo-`;
  return {
    data: `tenantql-${id}-data`,
    control: `tenantql-${id}-control`,
    siloPrefix,
    silos: silos.map((tenant) => siloTable(siloPrefix, tenant)),
  };
}
