import type { WebConfig } from '../config.ts';
import { Badge } from './badge.tsx';
import { SeededUserSelect } from './seeded-user-select.tsx';
import type { SessionStore, SessionView } from './session.ts';

interface HeaderProps {
  readonly config: WebConfig;
  readonly store: SessionStore;
  readonly view: SessionView;
}

/** Shows the product's name. For a signed-in user it also shows the user, the tenant, and the ways to change both. */
export function Header({ config, store, view }: HeaderProps) {
  const { session, busy, notice } = view;
  const seeded = config.users.find(({ username }) => username === session?.username);
  const tenants = session?.tenants ?? seeded?.tenants ?? [];
  return (
    <header className="tq-header">
      <h1 className="tq-name">
        <img src="/favicon.svg" alt="" width="22" height="22" />
        TenantQL
      </h1>
      {config.reference !== undefined && (
        <nav className="tq-nav" aria-label="APIs">
          <a href="/">GraphiQL</a>
          <a href="/rest">REST</a>
        </nav>
      )}
      {session && (
        <>
          <Badge plane={config.plane} session={session} />
          {notice && (
            <span className="tq-notice" role="alert">
              {notice}
            </span>
          )}
          <span className="tq-gap" />
          {tenants.length > 1 && session.tenant !== undefined && (
            <label className="tq-field">
              Tenant
              <select
                value={session.tenant}
                disabled={busy}
                onChange={(event) => void store.switchTenant(event.target.value)}
              >
                {tenants.map((tenant) => (
                  <option key={tenant}>{tenant}</option>
                ))}
              </select>
            </label>
          )}
          <SeededUserSelect config={config} store={store} busy={busy} username={session.username} />
          <button type="button" onClick={store.signOut}>
            Sign out
          </button>
        </>
      )}
    </header>
  );
}
