import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';

import type { Mail, Mailer } from '../platform/index.ts';
import type { CognitoMessage } from '../local-cloud/cognito/index.ts';
import { mailboxPage, type ReceivedMail } from './mailbox-page.ts';
import { securityHeaders, type WebHandler } from './web.ts';

/** The mails that a laptop would send, for all addresses. */
export interface Mailbox {
  readonly mailer: Mailer;
  /** Takes a message of the user pool. */
  readonly deliver: (message: CognitoMessage) => void;
  /** Serves the mails, the newest first: `/mailbox` for people, `/mailbox.json` for programs. */
  readonly serve: WebHandler;
}

export interface MailboxOptions {
  readonly file: string;
  /** Hears of each mail of the platform. */
  readonly onMail: (mail: Mail) => void;
}

/** The path of the page. */
export const MAILBOX_PAGE = '/mailbox';
const JSON_PATH = `${MAILBOX_PAGE}.json`;
/** The mails that a start keeps; older ones are forgotten. */
const MOST = 500;

/** Opens the mailbox in a file, with the mails of earlier starts. */
export function openMailbox({ file, onMail }: MailboxOptions): Mailbox {
  const mails = readMails(file).slice(-MOST);
  writeFileSync(file, mails.map(lineOf).join(''));
  const put = (mail: Omit<ReceivedMail, 'at'>): void => {
    const received = { at: new Date().toISOString(), ...mail };
    appendFileSync(file, lineOf(received));
    mails.push(received);
    if (mails.length > MOST) mails.shift();
  };
  return {
    mailer: {
      send(mail) {
        const { from, to, subject, text, html } = mail;
        put({ from, to, subject, text, html });
        onMail(mail);
        return Promise.resolve();
      },
    },
    deliver({ to, username, purpose, code }) {
      const what = purpose === 'temporary password' ? 'temporary password' : 'code';
      const text = `The ${what} for "${username}" (${purpose}) is ${code}\n`;
      put({ from: 'Cognito', to, subject: `Your ${what}`, text, html: null });
    },
    serve(request, response) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (request.method !== 'GET' || (path !== MAILBOX_PAGE && path !== JSON_PATH))
        return Promise.resolve(false);
      const newest = mails.toReversed();
      if (path === JSON_PATH) send(response, 'application/json; charset=utf-8', JSON.stringify(newest));
      else send(response, 'text/html; charset=utf-8', mailboxPage(newest));
      return Promise.resolve(true);
    },
  };
}

/** A line that a crash cut off is left out. */
function readMails(file: string): readonly ReceivedMail[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as ReceivedMail];
    } catch {
      return [];
    }
  });
}

function lineOf(mail: ReceivedMail): string {
  return `${JSON.stringify(mail)}\n`;
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    ...securityHeaders,
    'cache-control': 'no-store',
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
