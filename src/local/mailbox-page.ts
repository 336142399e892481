import type { Mail } from '../platform/index.ts';

/** A mail in the mailbox: one of the platform, or a message of the user pool. */
export interface ReceivedMail extends Pick<Mail, 'from' | 'to' | 'subject' | 'text'> {
  /** When it arrived, as ISO 8601. */
  readonly at: string;
  /** Null for a message of the user pool. */
  readonly html: string | null;
}

/** Returns the page of the mailbox. It shows the text of each mail, and its HTML in a frame that runs no script. */
export function mailboxPage(mails: readonly ReceivedMail[]): string {
  const shown = mails.length === 0 ? '<p>No mail was sent yet.</p>' : mails.map(article).join('\n');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Mailbox</title>
    <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      body { max-width: 46rem; margin: 2rem auto; padding: 0 1.5rem }
      h1 { font-size: 1.4rem }
      article { margin: 1rem 0; padding: 1rem; border: 1px solid #8886; border-radius: 8px }
      h2 { margin: 0; font-size: 1.1rem }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
      iframe { width: 100%; height: 24rem; border: 1px solid #8886; background: #fff }
      .quiet { margin: 0; opacity: 0.7 }
    </style>
  </head>
  <body>
    <h1>Mailbox</h1>
    <p class="quiet">Every mail that this laptop would send, to any address, the newest first. Reload to see new ones.</p>
${shown}
  </body>
</html>
`;
}

function article({ at, from, to, subject, text, html }: ReceivedMail): string {
  const frame =
    html === null
      ? ''
      : `\n<details><summary>HTML</summary><iframe title="HTML" sandbox="allow-popups" srcdoc="${escaped(html)}"></iframe></details>`;
  return `<article>
<h2>${escaped(subject)}</h2>
<p class="quiet">To ${escaped(to)} · from ${escaped(from)} · ${escaped(at)}</p>
<pre>${linked(text)}</pre>${frame}
</article>`;
}

/** Returns a text as HTML, with its addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : `<a href="${escaped(part)}">${escaped(part)}</a>`))
    .join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
