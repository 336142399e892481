import type { Caller } from './caller.ts';
import type { TenantRecord } from './directory.ts';
import { Refusal } from './refusal.ts';
import type { TenantId } from './tenant-id.ts';

/**
 * The one thing that opens a store: a proof that a caller acts inside a tenant.
 * The private field makes the class nominal, so that no object literal passes for it.
 */
export class Scope {
  readonly #caller: Caller;
  readonly #tenant: TenantRecord;

  private constructor(caller: Caller, tenant: TenantRecord) {
    this.#caller = Object.freeze({ ...caller });
    this.#tenant = tenant;
  }

  /** Opens a scope for a caller; a Caller can only come from this room, since its TenantId can. */
  static open(caller: Caller, tenant: TenantRecord): Scope {
    return new Scope(caller, tenant);
  }

  get caller(): Caller {
    return this.#caller;
  }

  get tenantId(): TenantId {
    return this.#caller.tenantId;
  }

  /** The tenant as it was looked up, at most `LOOK_UP_TTL` ago. */
  get tenant(): TenantRecord {
    return this.#tenant;
  }

  /** @throws {Refusal} READ_ONLY when nothing may be written: every write, of rows or of the platform, asks first. */
  requireWritable(): void {
    const { readOnly } = this.#caller;
    if (readOnly !== null) throw new Refusal('READ_ONLY', readOnly);
  }
}
