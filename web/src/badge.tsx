import { useEffect, useState } from 'react';
import type { CSSProperties } from 'react';

import type { WebConfig } from '../config.ts';
import type { Session } from './tokens.ts';

/** Shows the signed-in user of the access token, and how long the token lives. */
export function Badge({ plane, session }: { readonly plane: WebConfig['plane']; readonly session: Session }) {
  const now = useNow(10_000);
  const place = plane === 'operator' ? 'operator' : (session.tenant ?? 'no tenant');
  const minutes = Math.max(0, Math.round((session.expiresAt - now) / 60_000));
  return (
    <p className="tq-badge" aria-label="Session">
      <strong>{session.username}</strong>
      <span className="tq-tenant" style={{ '--hue': hueOf(place) } as CSSProperties}>
        {place}
      </span>
      {session.groups.map((group) => (
        <span key={group} className="tq-group">
          {group}
        </span>
      ))}
      <span className="tq-quiet" title={new Date(session.expiresAt).toLocaleString()}>
        {minutes} min left
      </span>
    </p>
  );
}

/** Returns the time, updated each `period` milliseconds. */
function useNow(period: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, period);
    return () => {
      clearInterval(timer);
    };
  }, [period]);
  return now;
}

/** Returns a colour for each tenant, so that a user sees a switch at a glance. */
function hueOf(tenant: string): number {
  let hash = 0;
  for (const char of tenant) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 65_536;
  return (hash * 137) % 360;
}
