import { bytesOf, denial, respond, type Judge, type SdkHandler } from '../../iam/index.ts';
import type { Api } from '../event.ts';
import { decodePart } from '../request-target.ts';
import { newId } from './event.ts';
import { closeCodes, type SocketLimits } from './limits.ts';
import type { LiveSockets } from './live-sockets.ts';

export interface ConnectionsOptions extends Api {
  readonly judge: Pick<Judge, 'signerOf'>;
  readonly sockets: LiveSockets;
  readonly limits: SocketLimits;
}

type Answer = Awaited<ReturnType<SdkHandler['handle']>>;

const METHODS: readonly string[] = ['POST', 'GET', 'DELETE'];

/**
 * Creates the `@connections` API, by which a function posts to connections, closes and describes them. Each call is judged by
 * the policies of its signer. A connection that has ended, or whose `$connect` still runs, is gone.
 */
export function connectionsApi(options: ConnectionsOptions): SdkHandler {
  const { judge, sockets, limits, stage, region, accountId, apiId } = options;
  const path = new RegExp(`^/${stage}/@connections/([^/]+)$`);
  return {
    async handle(request) {
      const { method } = request;
      const [, named] = path.exec(request.path) ?? [];
      const id = named === undefined ? null : decodePart(named);
      const signer = judge.signerOf(request);
      if (id === null || !METHODS.includes(method)) return fail(403, 'ForbiddenException', 'Forbidden');
      if (signer === 'unknown')
        return fail(
          403,
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
        );
      if (signer === 'expired')
        return fail(403, 'ExpiredTokenException', 'The security token included in the request is expired');
      const denied = signer.firstDenied([
        {
          action: 'execute-api:ManageConnections',
          resource: `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${method}/@connections/${id}`,
          context: { 'aws:SecureTransport': 'true' },
        },
      ]);
      if (denied) return fail(403, 'AccessDeniedException', denial(signer, denied));
      const body = method === 'POST' ? await bytesOf(request) : new Uint8Array();
      if (body.byteLength > limits.messageBytes)
        return fail(413, 'PayloadTooLargeException', 'Request entity too large');
      const socket = sockets.get(id);
      if (!socket?.isOpen()) return fail(410, 'GoneException', '410');
      switch (method) {
        case 'POST':
          socket.send(Buffer.from(body).toString());
          return json(200, {});
        case 'DELETE':
          void socket.close(closeCodes.normal);
          return respond(204, 'application/json', '', { 'x-amzn-requestid': newId() });
        default:
          return json(200, {
            connectedAt: new Date(socket.peer.connectedAt).toISOString(),
            identity: socket.identity,
            lastActiveAt: new Date(socket.lastActiveAt()).toISOString(),
          });
      }
    },
  };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return respond(status, 'application/json', JSON.stringify(body), {
    'x-amzn-requestid': newId(),
    ...headers,
  });
}

function fail(status: number, type: string, message: string): Answer {
  return json(status, { message }, { 'x-amzn-errortype': type });
}
