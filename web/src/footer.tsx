import type { LastResponse } from './fetcher.ts';
import type { ConnectionState } from './subscriptions.ts';

interface FooterProps {
  readonly last: LastResponse | undefined;
  /** The state of the connection of subscriptions. Undefined if the API has none. */
  readonly connection: ConnectionState | undefined;
}

const words: Readonly<Record<ConnectionState, string>> = {
  none: 'No subscription runs',
  connecting: 'Connecting',
  open: 'Connected',
  lost: 'Connection lost, connecting again',
};

/**
 * Shows the last answer's request id, which the server's log also has, and its time. Shows the state of the connection of
 * subscriptions next to it.
 */
export function Footer({ last, connection }: FooterProps) {
  return (
    <footer className="tq-footer">
      <div className="tq-last" role="status" aria-label="Last response">
        {last ? (
          <>
            <span>
              Request id <code>{last.requestId ?? 'none'}</code>
            </span>
            <span>Status {last.status}</span>
            <span>{last.milliseconds} ms</span>
            <time dateTime={last.at.toISOString()}>{last.at.toLocaleTimeString()}</time>
          </>
        ) : (
          <span>No response yet.</span>
        )}
      </div>
      {connection && (
        <div className={`tq-connection tq-${connection}`} role="status" aria-label="Subscriptions">
          {words[connection]}
        </div>
      )}
    </footer>
  );
}
