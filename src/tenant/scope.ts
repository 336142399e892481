import type { Caller } from './caller.ts';
import type { TenantRecord } from './directory.ts';
import { Refusal } from './refusal.ts';
import type { TenantId } from './tenant-id.ts';

/**
 * The proof that a caller acts inside a tenant. Only a scope opens a store.
 * The private field makes the class nominal, so that no object literal passes for it.
 */
export class Scope {
  readonly #caller: Caller;
  readonly #tenant: TenantRecord;

  private constructor(caller: Caller, tenant: TenantRecord) {
    this.#caller = Object.freeze({ ...caller });
    this.#tenant = tenant;
  }

  /** Opens a scope for a caller. Only this room can make a Caller, because only this room makes a TenantId. */
  static open(caller: Caller, tenant: TenantRecord): Scope {
    return new Scope(caller, tenant);
  }

  get caller(): Caller {
    return this.#caller;
  }

  get tenantId(): TenantId {
    return this.#caller.tenantId;
  }

  /** The tenant as looked up, at most `LOOK_UP_TTL` ago. */
  get tenant(): TenantRecord {
    return this.#tenant;
  }

  /**
   * Requires that the caller may write. Every write, of rows or of the platform, calls it first.
   * @throws {Refusal} READ_ONLY if the caller may not write
   */
  requireWritable(): void {
    const { readOnly } = this.#caller;
    if (readOnly !== null) throw new Refusal('READ_ONLY', readOnly);
  }
}
