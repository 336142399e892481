import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';

import type { WebConfig } from '../config.ts';
import { fetcherFor } from './fetcher.ts';
import type { LastResponse } from './fetcher.ts';
import { Footer } from './footer.tsx';
import { pageStorage } from './page-storage.ts';
import type { SessionStore } from './session.ts';
import { openSubscriptions } from './subscriptions.ts';
import type { ConnectionState } from './subscriptions.ts';

interface WorkbenchProps {
  readonly config: WebConfig;
  readonly store: SessionStore;
  /** The query of a link. */
  readonly query: string | undefined;
}

/** Shows GraphiQL and the footer below it, for one user in one tenant. */
export function Workbench({ config, store, query }: WorkbenchProps) {
  const [last, setLast] = useState<LastResponse>();
  const [connection, setConnection] = useState<ConnectionState>('none');
  const subscriptions = useMemo(
    () => (config.socket === undefined ? null : openSubscriptions(config.socket, store, setConnection)),
    [config.socket, store],
  );
  useEffect(() => () => subscriptions?.close(), [subscriptions]);
  const fetcher = useMemo(
    () => fetcherFor(config.endpoint, store, subscriptions, setLast),
    [config.endpoint, store, subscriptions],
  );
  const storage = useMemo(() => pageStorage(config.plane), [config.plane]);
  const seeded = config.tabs?.map((tab) => ({ query: `# ${tab.name}\n${tab.query}` })) ?? [];
  const tabs = query ? [{ query }, ...seeded] : seeded;
  return (
    <>
      <main className="tq-work">
        <GraphiQL
          fetcher={fetcher}
          storage={storage}
          defaultQuery={config.defaultQuery}
          {...(tabs.length > 0 && { defaultTabs: tabs })}
          {...(query && { initialQuery: query })}
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
          schemaDescription
          inputValueDeprecation
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
        </GraphiQL>
      </main>
      <Footer last={last} connection={subscriptions ? connection : undefined} />
    </>
  );
}
