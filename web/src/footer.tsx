import type { LastResponse } from './fetcher.ts';

/** Shows the last answer's request id, which the server's log also has, and its time. */
export function Footer({ last }: { readonly last: LastResponse | undefined }) {
  return (
    <footer className="tq-footer" aria-label="Last response" aria-live="polite">
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
    </footer>
  );
}
