import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { SOCKET_STAGE } from '../../src/lambda/gateway-sockets.ts';
import type { FunctionName } from '../../src/lambda/index.ts';
import { openIam, SOCKET_API_ID, type LocalIam } from '../../src/local/data-directory/index.ts';
import { openLocalArchives } from '../../src/local/local-archives.ts';
import { openLocalFiles, type LocalFiles } from '../../src/local/local-files.ts';
import { type LocalUsage, openLocalUsage } from '../../src/local/local-usage.ts';
import { inProcess } from '../../src/local-cloud/cognito/index.ts';
import { connectionsApi } from '../../src/local-cloud/gateway/sockets/connections.ts';
import { socketLimits } from '../../src/local-cloud/gateway/sockets/limits.ts';
import type { LiveSocket } from '../../src/local-cloud/gateway/sockets/live-sockets.ts';
import { CURSOR_SECRET, POOL, type TestApi } from '../api.ts';

interface Request {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
interface Handler {
  handle(request: Request, options?: object): Promise<{ readonly response: Response }>;
}

/** The id of the connection that is open. */
export const CONNECTION = 'L0SM9cOFvHcCIhw=';

/** The host of the API by which functions post to connections, without its region. */
export const SOCKET_HOST = `${SOCKET_API_ID}.execute-api` as const;

/** The services of AWS on one loopback port, for processes of their own. */
export interface CloudOverHttp {
  readonly port: number;
  /** The name of the bucket of archives. */
  readonly bucket: string;
  /** The name of the bucket of log lines, and what delivers lines to it as if an hour ago. */
  readonly usageBucket: string;
  readonly filesBucket: string;
  /** The files of tenants in it. */
  readonly filesOf: LocalFiles['filesOf'];
  readonly usage: LocalUsage;
  /** The access key of a function's own role. Each call is judged by the policies of the template. */
  credentialsOf(role: FunctionName): {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly tenantRole: string;
  /** The ARN of the secret of cursors. */
  readonly secretArn: string;
  /** The URL at which functions post to connections. */
  readonly socketEndpoint: string;
  /** The frames that the only open connection got, whose id is {@link CONNECTION}. */
  readonly frames: readonly string[];
  /** The URL of the queue of work. */
  readonly workQueue: string;
  /** The URL of the queue of webhooks. */
  readonly webhookQueue: string;
  /** The bodies of the messages that the queues got. */
  readonly sentWork: readonly string[];
  /** The names of the events that the bus got. */
  readonly events: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the stand-ins of a test's API by HTTP. The header `x-real-host` says which service a request is for.
 * Each judges its caller by the access key, as in one process.
 */
export async function openCloudOverHttp(api: TestApi): Promise<CloudOverHttp> {
  const { region } = POOL;
  const [bucket, usageBucket, filesBucket] = [
    'archives-of-the-test',
    'usage-of-the-test',
    'files-of-the-test',
  ];
  const sentWork: string[] = [];
  const events: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-cloud-'));
  const { dynamo, data, control, realtime, siloPrefix } = api.tables;
  const { endpoint = '' } = dynamo;
  const tables = { data, control, realtime, siloPrefix };
  const iam = openIam({ region, endpoint, tables, bucket, usageBucket, filesBucket, model: api.model });
  const anHourAgo = (): number => Date.now() - 3_600_000;
  const usage = openLocalUsage({ iam, region, bucket: usageBucket, folder, now: anHourAgo });
  const archives = openLocalArchives({ iam, region, bucket, folder });
  const files = openLocalFiles({ iam, region, bucket: filesBucket, folder });
  // The handlers know the caller by the key of the request, so any role opens them.
  const inner = new URL(endpoint);
  const frames: string[] = [];
  const dynamoDb = iam.dynamoOptionsOf('graphql').requestHandler as Handler;
  const handlers: Readonly<Record<string, Handler>> = {
    [`dynamodb.${region}.amazonaws.com`]: {
      handle: (request, options) =>
        dynamoDb.handle(
          {
            ...request,
            protocol: inner.protocol,
            hostname: inner.hostname,
            port: Number(inner.port),
          } as Request,
          options,
        ),
    },
    [`sts.${region}.amazonaws.com`]: iam.stsOptionsOf('graphql').requestHandler as Handler,
    [`cognito-idp.${region}.amazonaws.com`]: userPools(api),
    [`secretsmanager.${region}.amazonaws.com`]: { handle: secretsManager },
    [`${usageBucket}.s3.${region}.amazonaws.com`]: usage.bucketOptions.requestHandler as unknown as Handler,
    [`${filesBucket}.s3.${region}.amazonaws.com`]: files,
    [`sqs.${region}.amazonaws.com`]: queueOf(sentWork),
    [`events.${region}.amazonaws.com`]: busOf(events),
    [`${SOCKET_HOST}.${region}.amazonaws.com`]: oneConnection(iam, region, frames),
    [`s3.${region}.amazonaws.com`]: archives.bucketOptionsOf('graphql').requestHandler as unknown as Handler,
  };
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const { 'x-real-host': real = '', ...headers } = request.headers as Record<string, string>;
      const handler = handlers[real] ?? handlers[real.slice(real.indexOf('.') + 1)];
      if (!handler) {
        response.writeHead(421).end(`No stand-in answers for ${real}.`);
        return;
      }
      const { pathname, searchParams } = new URL(request.url ?? '/', `http://${real}`);
      const { response: answer } = await handler.handle({
        method: request.method ?? 'GET',
        protocol: 'https:',
        hostname: real,
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers,
        body: await buffer(request),
      });
      const { body = '' } = answer;
      response.writeHead(answer.statusCode, answer.headers);
      response.end(body instanceof Readable ? await buffer(body) : body);
    };
    serve().catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    bucket,
    usageBucket,
    filesBucket,
    filesOf: files.filesOf,
    usage,
    credentialsOf: (role) => iam.credentialsOf(role) as ReturnType<CloudOverHttp['credentialsOf']>,
    secretArn: SECRET_ARN,
    tenantRole: iam.roleOf('tenant').arn,
    socketEndpoint: `https://${SOCKET_HOST}.${region}.amazonaws.com/${SOCKET_STAGE}`,
    frames,
    workQueue: `https://sqs.${region}.amazonaws.com/111122223333/work`,
    webhookQueue: `https://sqs.${region}.amazonaws.com/111122223333/webhooks`,
    sentWork,
    events,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await files.stop();
      await rm(folder, { recursive: true });
    },
  };
}

const SECRET_ARN = `arn:aws:secretsmanager:${POOL.region}:000000000000:secret:CursorSecret-AbCdEf`;

/** Returns the secret of cursors. */
function secretsManager({ headers, body }: Request): ReturnType<Handler['handle']> {
  const { SecretId } = JSON.parse(Buffer.from(body).toString()) as { SecretId: string };
  const isKnown = headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && SecretId === SECRET_ARN;
  const answer = isKnown ? { SecretString: CURSOR_SECRET } : { __type: 'ResourceNotFoundException' };
  const response = { statusCode: isKnown ? 200 : 400, headers: {}, body: JSON.stringify(answer) };
  return Promise.resolve({ response });
}

/** Returns a queue that takes every message and keeps its body. */
function queueOf(sent: string[]): Handler {
  return {
    handle({ headers, body }) {
      const { Entries } = JSON.parse(Buffer.from(body).toString()) as {
        Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
      };
      const isKnown = headers['x-amz-target'] === 'AmazonSQS.SendMessageBatch';
      if (isKnown) sent.push(...Entries.map(({ MessageBody }) => MessageBody));
      return Promise.resolve({
        response: {
          statusCode: isKnown ? 200 : 400,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: JSON.stringify({ Successful: Entries.map(({ Id }) => ({ Id })) }),
        },
      });
    },
  };
}

/** Returns a bus that takes every event and keeps its name. */
function busOf(events: string[]): Handler {
  return {
    handle({ headers, body }) {
      const { Entries } = JSON.parse(Buffer.from(body).toString()) as {
        Entries: readonly { readonly DetailType: string }[];
      };
      const isKnown = headers['x-amz-target'] === 'AWSEvents.PutEvents';
      if (isKnown) events.push(...Entries.map(({ DetailType }) => DetailType));
      return Promise.resolve({
        response: {
          statusCode: isKnown ? 200 : 400,
          headers: { 'content-type': 'application/x-amz-json-1.1' },
          body: JSON.stringify({
            FailedEntryCount: 0,
            Entries: Entries.map((_, at) => ({ EventId: String(at) })),
          }),
        },
      });
    },
  };
}

/** Returns the API by which functions post to connections, with one open connection. */
function oneConnection(iam: LocalIam, region: string, frames: string[]): Handler {
  const open: LiveSocket = {
    peer: { id: CONNECTION, connectedAt: 0 } as LiveSocket['peer'],
    identity: { sourceIp: '192.0.2.1' },
    lastActiveAt: () => 0,
    isOpen: () => true,
    send(frame) {
      frames.push(frame);
    },
    close: () => Promise.resolve(),
  };
  return connectionsApi({
    judge: iam.judge,
    sockets: new Map([[CONNECTION, open]]),
    limits: socketLimits,
    stage: SOCKET_STAGE,
    region,
    accountId: '000000000000',
    apiId: SOCKET_API_ID,
  });
}

/** Returns the keys and the operations of the user pools. */
function userPools({ cognito, operators }: TestApi): Handler {
  const operations = inProcess(cognito).requestHandler as Handler;
  return {
    async handle(request) {
      if (request.method !== 'GET') return operations.handle(request);
      const keys = (request.path.includes(POOL.userPoolId) ? cognito : operators).jwks();
      const headers = { 'content-type': 'application/json' };
      return { response: { statusCode: 200, headers, body: JSON.stringify(keys) } };
    },
  };
}
