import type { Json } from '../../../model/index.ts';
import type { Item } from '../driver/send.ts';
import type { Kind, Records } from '../../port/records.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';

/** The attribute that counts the writes of a record: who writes it names the count that they read. */
export const VERSION = '__version';

/** A record of the control table with its keys. */
export function itemKey([pk, sk]: readonly [string, string]): Item {
  return { [CONTROL_PK]: pk, [CONTROL_SK]: sk };
}

/** Returns how often an item was written; 0 for an item that does not exist. */
export function versionOf(item: Item | null): number {
  const version = item?.[VERSION];
  return typeof version === 'number' ? version : 0;
}

/** Returns the record of a kind in an item of that kind: what is not of the table's own. */
export function recordOf<K extends Kind>(kind: K, item: Item): Records[K] {
  const { [CONTROL_PK]: _pk, [CONTROL_SK]: _sk, [VERSION]: _version, ...record } = item;
  return (kind === 'tenant' ? wholeTenant(record) : record) as unknown as Records[K];
}

/**
 * Returns a tenant's record with every object that its readers expect. A record of an earlier release may lack some, or
 * hold null in place of one. One such record must not break each request of the tenant, or a list of all tenants.
 */
function wholeTenant({ overrides, roles, settings, ...record }: Item): Item {
  const { limits, features } = objectOf(overrides);
  const { allowImpersonation, custom } = objectOf(settings);
  return {
    isolation: 'POOL',
    ...record,
    overrides: { limits: objectOf(limits), features: objectOf(features) },
    roles: Object.fromEntries(Object.entries(objectOf(roles)).filter(([, role]) => isRole(role))),
    settings: { allowImpersonation: allowImpersonation === true, custom: objectOf(custom) },
  };
}

function objectOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

function isRole(role: Json): boolean {
  const { permissions } = objectOf(role);
  return Array.isArray(permissions) && permissions.every((permission) => typeof permission === 'string');
}
