import { siloTable } from '../../store/index.ts';
import type { LocalTables } from './open-iam.ts';
import type { Settings } from './settings.ts';

export interface LocalNames {
  /** The names of the tables, including silo tables. */
  readonly tables: LocalTables & { readonly silos: readonly string[] };
  /** The name of the bucket of archives. */
  readonly bucket: string;
  /** The name of the bucket of log lines. */
  readonly usageBucket: string;
  /** The name of the bucket of files. */
  readonly filesBucket: string;
}

/** Returns the names of the tables whose keys have the names of types. */
export function formerNamesOf({ id }: Pick<Settings, 'id'>): {
  readonly data: string;
  readonly siloPrefix: string;
} {
  return { data: `tenantql-${id}-data`, siloPrefix: `tenantql-${id}-silo-` };
}

/** Returns the names of the tables and the buckets of a data directory. */
export function namesOf({ id, silos = [] }: Pick<Settings, 'id' | 'silos'>): LocalNames {
  const siloPrefix = `tenantql-${id}-rows-silo-`;
  return {
    tables: {
      data: `tenantql-${id}-rows`,
      control: `tenantql-${id}-control`,
      realtime: `tenantql-${id}-realtime`,
      siloPrefix,
      silos: silos.map((tenant) => siloTable(siloPrefix, tenant)),
    },
    bucket: `tenantql-${id}-archives`,
    usageBucket: `tenantql-${id}-usage`,
    // With a dot in its name, clients name a bucket in the path and not in the host, for which a laptop has no certificate.
    filesBucket: `tenantql-${id}.files`,
  };
}
