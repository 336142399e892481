import { useEffect, useSyncExternalStore } from 'react';

import type { WebConfig } from '../config.ts';
import { ChooseTenant, tenantsToChoose } from './choose-tenant.tsx';
import type { DeepLink } from './deep-link.ts';
import { Header } from './header.tsx';
import type { SessionStore } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { Workbench } from './workbench.tsx';

interface AppProps {
  readonly config: WebConfig;
  readonly session: SessionStore;
  readonly link: DeepLink;
}

/** The page: a header, and below it the sign-in, the choice of a tenant, or GraphiQL. Without a session it sends nothing to the API. */
export function App({ config, session: store, link }: AppProps) {
  const view = useSyncExternalStore(store.subscribe, store.view);
  useEffect(() => {
    // Keeps an idle page signed in. If the server is gone, the next query reports it.
    const timer = setInterval(() => void store.accessToken().catch(() => undefined), 30_000);
    return () => {
      clearInterval(timer);
    };
  }, [store]);
  const choices = view.session ? tenantsToChoose(view.session) : [];
  return (
    <>
      <Header config={config} store={store} view={view} />
      {choices.length > 0 ? (
        <ChooseTenant store={store} view={view} tenants={choices} />
      ) : view.session ? (
        <Workbench
          key={view.generation}
          config={config}
          store={store}
          query={view.generation <= 1 ? link.query : undefined}
        />
      ) : (
        <SignIn config={config} store={store} view={view} user={link.user} />
      )}
    </>
  );
}
