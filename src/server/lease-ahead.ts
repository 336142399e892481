import { boundedMap, type Scope } from '../tenant/index.ts';
import type { Limiter } from '../platform/index.ts';

/** The lease of a tenant's limits in parallel with the look-up of its caller, which saves the request a round trip. */
export interface LeaseAhead {
  /** Begins a lease if the gate admitted the credential the last time. */
  begin(credential: Credential): void;
  /** Remembers what the gate said of a credential. Null is a refusal. */
  record(credential: Credential, scope: Scope | null): void;
}

/** What a request proves its caller by, and the tenant that it names. */
export interface Credential {
  readonly authorization: string | undefined;
  readonly tenant: string | undefined;
}

/** Maximum number of remembered credentials, of about a kilobyte each. */
const MAX_CREDENTIALS = 1_000;

/**
 * Opens the memory of a process. A credential that the gate refuses is forgotten. So a removed member takes tokens of
 * the tenant once at most, and the next lease returns them.
 */
export function openLeaseAhead(limiter: Limiter | null): LeaseAhead {
  const admitted = boundedMap<string, Pick<Scope, 'tenant'>>(MAX_CREDENTIALS);
  const keyOf = ({ authorization = '', tenant = '' }: Credential): string => `${tenant} ${authorization}`;
  return {
    begin(credential) {
      const known = admitted.get(keyOf(credential));
      if (known) limiter?.prepare(known);
    },
    record(credential, scope) {
      const key = keyOf(credential);
      if (scope) admitted.set(key, { tenant: scope.tenant });
      else admitted.delete(key);
    },
  };
}
