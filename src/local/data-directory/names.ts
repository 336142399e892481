import { siloTable } from '../../store/index.ts';
import type { LocalTables } from './open-iam.ts';
import type { Settings } from './settings.ts';

export interface LocalNames {
  /** The tables, with those of single tenants. */
  readonly tables: LocalTables & { readonly silos: readonly string[] };
  /** The bucket of archives. */
  readonly bucket: string;
}

/** What the tables and the bucket of a data directory are called. */
export function namesOf({ id, silos = [] }: Pick<Settings, 'id' | 'silos'>): LocalNames {
  const siloPrefix = `tenantql-${id}-silo-`;
  return {
    tables: {
      data: `tenantql-${id}-data`,
      control: `tenantql-${id}-control`,
      siloPrefix,
      silos: silos.map((tenant) => siloTable(siloPrefix, tenant)),
    },
    bucket: `tenantql-${id}-archives`,
  };
}
