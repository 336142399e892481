import { siloTable } from '../../src/store/index.ts';
import type { Stage } from './stage.ts';

/**
 * Returns the prefix of the names of silo tables: `tenantql-prod-silo-`. The policy of the tenant role names them by
 * it.
 */
export function siloPrefixOf({ name }: Pick<Stage, 'name'>): string {
  return `tenantql-${name}-silo-`;
}

/** Returns the name of a silo's table, which is also that of its stack: `tenantql-prod-silo-acme`. */
export function siloNameOf(stage: Pick<Stage, 'name'>, tenant: string): string {
  return siloTable(siloPrefixOf(stage), tenant);
}
