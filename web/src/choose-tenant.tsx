import type { Session } from './tokens.ts';
import type { SessionStore, SessionView } from './session.ts';

interface ChooseTenantProps {
  readonly store: SessionStore;
  readonly view: SessionView;
  readonly tenants: readonly string[];
}

/** Returns the tenants to choose from if the session has several and names none yet. */
export function tenantsToChoose({ tenant, tenants = [] }: Session): readonly string[] {
  return tenant === undefined ? tenants : [];
}

/** Asks a user of several tenants for the one to act in. This browser tab stays in it until the user switches. */
export function ChooseTenant({ store, view, tenants }: ChooseTenantProps) {
  return (
    <main className="tq-panel">
      <h2>Choose a tenant</h2>
      <p className="tq-quiet">
        You are a member of several. This browser tab stays in the one that you choose.
      </p>
      <div className="tq-choices">
        {tenants.map((tenant) => (
          <button
            key={tenant}
            type="button"
            disabled={view.busy}
            onClick={() => void store.switchTenant(tenant)}
          >
            {tenant}
          </button>
        ))}
      </div>
    </main>
  );
}
