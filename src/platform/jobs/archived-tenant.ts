import type { Json, Model } from '../../model/index.ts';
import {
  isRefusal,
  newTenant,
  Refusal,
  type Overrides,
  type RoleRecord,
  type TenantSettings,
} from '../../tenant/index.ts';
import { checkedRole, requireFreeName } from '../roles/index.ts';
import { customSettings } from '../tenants/custom-settings.ts';
import { readOverrides } from '../tenants/read-overrides.ts';
import { brokenArchive, type Manifest } from './archive-format.ts';
import { isRecord } from './read-part.ts';

/** What an archive brings into the record of a new tenant. */
export interface ArchivedTenant {
  readonly roles: Readonly<Record<string, RoleRecord>>;
  readonly settings: TenantSettings;
  readonly overrides: Overrides;
}

/**
 * Returns what an archive brings into the record of a new tenant, after the checks of `createRole`,
 * `updateTenantSettings` and `overrideLimits`. Overrides come only if the operator asks for them.
 * @throws {Refusal} VALIDATION_FAILED with what is wrong
 */
export function archivedTenant(
  model: Model,
  { roles, settings, overrides }: Manifest['tenant'],
  { withOverrides }: { readonly withOverrides: boolean },
): ArchivedTenant {
  return {
    roles: rolesOf(model, roles),
    settings: checked('settings', () => settingsOf(settings)),
    overrides: withOverrides
      ? checked('overrides', () => readOverrides(overrides['limits'] ?? {}, overrides['features'] ?? {}))
      : newTenant({ id: '', name: '' }).overrides,
  };
}

function rolesOf(model: Model, given: Manifest['tenant']['roles']): ArchivedTenant['roles'] {
  let tenant = newTenant({ id: '', name: '' });
  for (const [name, role] of Object.entries(given)) {
    const known = checked(`the role "${name.slice(0, 100)}"`, () => {
      requireFreeName(tenant, name);
      return checkedRole(model, roleOf(role));
    });
    tenant = { ...tenant, roles: { ...tenant.roles, [name]: known } };
  }
  return tenant.roles;
}

function roleOf(role: unknown): RoleRecord {
  const { description = null, permissions = null } = isRecord(role) ? role : {};
  if ((description !== null && typeof description !== 'string') || !Array.isArray(permissions))
    throw new Refusal('VALIDATION_FAILED', 'It must have a list of "permissions".');
  if (!permissions.every((permission) => typeof permission === 'string'))
    throw new Refusal('VALIDATION_FAILED', 'The field "permissions" must be a list of texts.');
  return { description, permissions };
}

function settingsOf({
  allowImpersonation = false,
  custom = {},
}: Manifest['tenant']['settings']): TenantSettings {
  if (typeof allowImpersonation !== 'boolean')
    throw new Refusal('VALIDATION_FAILED', 'The field "allowImpersonation" must be true or false.');
  // The manifest was JSON.
  return { allowImpersonation, custom: customSettings('custom', custom as Json) };
}

/** Runs the checks of the API. Their refusal becomes one of the archive. */
export function checked<Result>(what: string, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw brokenArchive(`has ${what} that cannot be imported: ${error.message.replace(/\.$/, '')}`);
  }
}
