import type { Caller } from './caller.ts';
import type { TenantId } from './tenant-id.ts';

/**
 * The one thing that opens a store: a proof that a caller acts inside a tenant.
 * The private field makes the class nominal, so that no object literal passes for it.
 */
export class Scope {
  readonly #caller: Caller;

  private constructor(caller: Caller) {
    this.#caller = Object.freeze({ ...caller });
  }

  /** Opens a scope for a caller; a Caller can only come from this room, since its TenantId can. */
  static open(caller: Caller): Scope {
    return new Scope(caller);
  }

  get caller(): Caller {
    return this.#caller;
  }

  get tenantId(): TenantId {
    return this.#caller.tenantId;
  }
}
