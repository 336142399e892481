import './app.css';

import { createRoot } from 'react-dom/client';

import type { WebConfig } from '../config.ts';
import { App } from './app.tsx';
import type { AppProps } from './app.tsx';
import { takeDeepLink } from './deep-link.ts';
import { openSession } from './session.ts';

/** Starts a page. `show` makes what a signed-in user sees below the header. */
export function startPage(show: AppProps['show']): void {
  // A link pasted into this tab changes only the fragment, which loads nothing.
  window.addEventListener('hashchange', () => {
    window.location.reload();
  });
  const container = document.getElementById('root');
  if (container) void start(container, show);
}

async function start(container: HTMLElement, show: AppProps['show']): Promise<void> {
  const root = createRoot(container);
  try {
    // Each page has a config of its own below it: `/config.json`, `/operator/config.json`.
    const response = await fetch(`${window.location.pathname.replace(/\/$/, '')}/config.json`);
    const config = (await response.json()) as WebConfig;
    const link = takeDeepLink();
    const session = openSession(config);
    if (link.user && link.user !== session.view().session?.username) session.signOut();
    root.render(<App config={config} session={session} link={link} show={show} />);
  } catch {
    root.render(
      <p className="tq-panel" role="alert">
        The local server does not answer. Start it with <code>npm start</code>, then reload this page.
      </p>,
    );
  }
}
