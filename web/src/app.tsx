import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

import type { WebConfig } from '../config.ts';
import { ChooseTenant, tenantsToChoose } from './choose-tenant.tsx';
import type { DeepLink } from './deep-link.ts';
import { Header } from './header.tsx';
import { Invited } from './invited.tsx';
import type { SessionStore, SessionView } from './session.ts';
import { SignIn } from './sign-in.tsx';

/** What a page is made for: one user in one tenant. */
export interface Shown {
  readonly config: WebConfig;
  readonly store: SessionStore;
  readonly view: SessionView;
  readonly link: DeepLink;
}

export interface AppProps {
  readonly config: WebConfig;
  readonly session: SessionStore;
  readonly link: DeepLink;
  /** Makes what a signed-in user sees below the header. */
  readonly show: (shown: Shown) => ReactNode;
}

/** The page: a header, and below it the sign-in, an invitation, the choice of a tenant, or what the page is for. Without a session it sends nothing to the API. */
export function App({ config, session: store, link, show }: AppProps) {
  const view = useSyncExternalStore(store.subscribe, store.view);
  useEffect(() => {
    // Keeps an idle page signed in. If the server is gone, the next query reports it.
    const timer = setInterval(() => void store.accessToken().catch(() => undefined), 30_000);
    return () => {
      clearInterval(timer);
    };
  }, [store]);
  const [invitation, setInvitation] = useState(config.plane === 'tenant' ? link.invitation : undefined);
  const choices = view.session ? tenantsToChoose(view.session) : [];
  return (
    <>
      <Header config={config} store={store} view={view} />
      {invitation && view.session?.tenant !== invitation.tenant ? (
        <Invited
          store={store}
          view={view}
          invitation={invitation}
          onDismiss={() => {
            setInvitation(undefined);
          }}
        />
      ) : choices.length > 0 ? (
        <ChooseTenant store={store} view={view} tenants={choices} />
      ) : view.session ? (
        show({ config, store, view, link })
      ) : (
        <SignIn config={config} store={store} view={view} user={link.user} />
      )}
    </>
  );
}
