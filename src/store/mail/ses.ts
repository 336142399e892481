import { timeLimit } from '../../tenant/index.ts';
import { callError } from '../aws/call-error.ts';
import { sharedConnections } from '../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../aws/credentials.ts';
import { endpointOf } from '../aws/endpoint.ts';
import type { HttpHandler } from '../aws/http.ts';
import { openService, type ServiceAnswer } from '../aws/service.ts';

/** Amazon SES in a region, and the ways to reach it. */
export interface SesOptions {
  readonly region: string;
  /** Another endpoint than AWS's, e.g. `http://127.0.0.1:8005`. */
  readonly endpoint?: string | undefined;
  /** Credentials. By default those of this process. */
  readonly credentials?: CredentialSource | undefined;
  readonly requestHandler?: HttpHandler | undefined;
}

/** A mail to one address, whose headers are ASCII: SES encodes only the subject and the bodies. */
export interface SesMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Ses {
  /**
   * Sends a mail in one attempt: SES recognizes no repeat.
   * @throws {Error} if SES did not take the mail, or did not answer
   */
  send(mail: SesMail): Promise<void>;
}

/** Milliseconds within which SES must answer. */
const ANSWERS_WITHIN = 10_000;
const PATH = '/v2/email/outbound-emails';
const Charset = 'UTF-8';

/** Opens SES by our own client, which signs without the SDK (Amazon SES API v2 Reference, "SendEmail"). */
export function openSes({ region, endpoint, credentials, requestHandler }: SesOptions): Ses {
  const service = openService({
    service: 'ses',
    region,
    // Its host has another name than its signatures.
    endpoint: endpoint ?? endpointOf('email', region),
    connections: requestHandler ?? sharedConnections(),
  });
  const own = renewed(credentials ?? ownCredentials);
  return {
    async send({ from, to, subject, text, html }) {
      const content = {
        Subject: { Data: subject, Charset },
        Body: { Text: { Data: text, Charset }, Html: { Data: html, Charset } },
      };
      const answer = await service({
        path: PATH,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: content },
        }),
        credentials: own,
        signal: timeLimit(ANSWERS_WITHIN),
      });
      if (answer.status >= 300) throw errorOf(answer);
    },
  };
}

function errorOf({ status, headers, bytes }: ServiceAnswer): Error {
  // `MessageRejected:http://internal.amazon.com/…`
  const [name = ''] = (headers['x-amzn-errortype'] ?? '').split(':');
  return callError(messageOf(Buffer.from(bytes).toString('utf8')), {
    name: name === '' ? `Status${status}` : name,
    $metadata: { httpStatusCode: status },
  });
}

function messageOf(text: string): string {
  try {
    const { message, Message } = JSON.parse(text) as { readonly message?: string; readonly Message?: string };
    return message ?? Message ?? text;
  } catch {
    return text;
  }
}
