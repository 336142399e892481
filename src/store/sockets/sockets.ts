import { callError } from '../aws/call-error.ts';
import { openConnections } from '../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../aws/credentials.ts';
import type { HttpHandler } from '../aws/http.ts';
import { openService, type ServiceAnswer } from '../aws/service.ts';
import { encodePart } from '../aws/sign.ts';
import { inAttempts } from '../dynamo/driver/attempts.ts';

/** The connections of a WebSocket API, and the ways to reach them. */
export interface SocketOptions {
  readonly region: string;
  /** The address of the stage: `https://a1b2c3.execute-api.eu-central-1.amazonaws.com/realtime`. */
  readonly endpoint: string;
  /** Credentials. By default those of this process. */
  readonly credentials?: CredentialSource | undefined;
  readonly requestHandler?: HttpHandler | undefined;
}

/**
 * The open connections of a WebSocket API. Each call is repeated if it was throttled or not answered, so a frame may arrive
 * twice.
 */
export interface Sockets {
  /**
   * Sends a frame to a connection.
   * @returns `gone` if the connection has ended
   * @throws {Refusal} THROTTLED or TIMEOUT, or an {AccessDenied}
   */
  post(connectionId: string, frame: string): Promise<'sent' | 'gone'>;
  /** Closes a connection, if it is open. API Gateway always closes with code 1000. Throws as `post` does. */
  close(connectionId: string): Promise<void>;
}

/** The status of a connection that has ended. */
const GONE = 410;
const TOO_MANY = 429;

/**
 * Opens the connections by our own client, which signs without the SDK (Amazon API Gateway Developer Guide, "Use @connections
 * commands"). It has a pool of its own, so that a frame to each of many clients delays no call of DynamoDB.
 */
export function openSockets({ region, endpoint, credentials, requestHandler }: SocketOptions): Sockets {
  const connections = requestHandler ?? openConnections();
  const service = openService({ service: 'execute-api', region, endpoint, connections });
  const own = renewed(credentials ?? ownCredentials);
  const call = (name: string, method: string, connectionId: string, body = ''): Promise<'sent' | 'gone'> =>
    inAttempts({ name, service: 'API Gateway' }, {}, async () => {
      const answer = await service({
        method,
        path: `/@connections/${encodePart(connectionId)}`,
        headers: body === '' ? {} : { 'content-type': 'application/octet-stream' },
        body,
        credentials: own,
      });
      if (answer.status === GONE) return 'gone';
      if (answer.status >= 300) throw errorOf(answer);
      return 'sent';
    });
  return {
    post: (connectionId, frame) => call('PostToConnection', 'POST', connectionId, frame),
    async close(connectionId) {
      await call('DeleteConnection', 'DELETE', connectionId);
    },
  };
}

function errorOf({ status, headers, bytes, clockSkewCorrected }: ServiceAnswer): Error {
  // `ForbiddenException:http://internal.amazon.com/…`
  const [type = ''] = (headers['x-amzn-errortype'] ?? '').split(':');
  const name =
    status === TOO_MANY ? 'ThrottlingException' : type === 'ForbiddenException' ? 'AccessDenied' : type;
  return callError(messageOf(bytes), {
    name: name === '' ? `Status${status}` : name,
    $metadata: { httpStatusCode: status, ...(clockSkewCorrected && status < 500 && { clockSkewCorrected }) },
  });
}

function messageOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const { message, Message } = JSON.parse(text) as { readonly message?: string; readonly Message?: string };
    return message ?? Message ?? text;
  } catch {
    return text;
  }
}
