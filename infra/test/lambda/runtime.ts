import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A function, as a template describes it. */
export interface Deployed {
  readonly name: string;
  /** The folder of its code, which is all that it can read. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Megabytes. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
}

/** The credentials of a function's own role. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What AWS gives to every function. */
export interface Place {
  readonly region: string;
  readonly credentials: Credentials;
  /** The loopback port that answers in place of AWS. It gets the real host in `x-real-host`. */
  readonly cloud: number;
}

/** An execution environment of Lambda: a process that has one call at a time. */
export interface Environment {
  /** Calls the handler and returns its answer. @throws {Error} that the handler threw, with its name */
  invoke(event: unknown): Promise<unknown>;
  /** The hosts that were asked for, each once, in alphabetical order. */
  hosts(): Promise<readonly string[]>;
  /** The lines of the log so far. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/** The most bytes of an answer (Lambda quotas, "Invocation payload"). */
const MAX_ANSWER = 6_291_556;

interface Call {
  readonly id: string;
  readonly event: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Node's flag for the permission model, which it renamed. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
/** Later versions of Node also guard the network. The guard of this folder does that in every version. */
const NETWORK = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : [];

/**
 * Starts a function as Lambda does, and resolves when it asks for its first event. The process reads nothing but its
 * folder and reaches nothing but loopback.
 * @throws {Error} that its start threw, with its name
 */
export async function openEnvironment(deployed: Deployed, place: Place): Promise<Environment> {
  const { folder, timeout } = deployed;
  const calls: Call[] = [];
  const running = new Map<string, Call>();
  let poll: ServerResponse | null = null;
  let initialised: () => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    [initialised, failed] = [resolve, reject];
  });
  const deliver = (): void => {
    const call = poll && calls.shift();
    if (!poll || !call) return;
    running.set(call.id, call);
    poll.writeHead(200, headersOf(call.id, deployed, timeout));
    poll.end(JSON.stringify(call.event));
    poll = null;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, id = '', what = ''] =
      /^\/2018-06-01\/runtime\/(?:invocation\/)?([^/]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      poll = response;
      initialised();
      deliver();
      return;
    }
    const body = await text(request);
    response.writeHead(202).end('{}');
    const call = running.get(id);
    if (id === 'init') failed(errorOf(body));
    else if (what === 'error') call?.reject(errorOf(body));
    else if (Buffer.byteLength(body) > MAX_ANSWER)
      call?.reject(
        named('Function.ResponseSizeTooLarge', `The answer has ${Buffer.byteLength(body)} bytes.`),
      );
    else call?.resolve(JSON.parse(body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const child = spawn(
    process.execPath,
    [
      PERMISSION,
      ...NETWORK,
      // A package with binaries is in the folder of the function that needs it.
      ...(existsSync(join(folder, 'node_modules')) ? ['--allow-addons'] : []),
      ...[`${folder}/*`, `${__dirname}/*`].map((path) => `--allow-fs-read=${path}`),
      join(__dirname, 'bootstrap.cjs'),
    ],
    { cwd: folder, env: environmentOf(deployed, place, port), stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const log: string[] = [];
  const keep = (chunk: Buffer): void => {
    log.push(...chunk.toString().split('\n').filter(Boolean));
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const asked = text(child.stdio[3] as Readable);
  const ended = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      const error = named('Runtime.ExitError', `The process ended with ${String(code)}:\n${log.join('\n')}`);
      failed(error);
      for (const call of [...calls, ...running.values()]) call.reject(error);
      resolve();
    });
  });
  let stopped: Promise<unknown> | null = null;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    server.closeAllConnections();
    await (stopped ??= new Promise((resolve) => server.close(resolve)));
  };
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    log,
    stop,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        calls.push({ id: randomUUID(), event, resolve, reject });
        deliver();
      }),
    async hosts() {
      await stop();
      return [...new Set((await asked).split('\n').filter(Boolean))].sort();
    },
  };
}

function headersOf(id: string, { name }: Deployed, timeout: number): Record<string, string> {
  return {
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(Date.now() + timeout * 1000),
    'lambda-runtime-invoked-function-arn': `arn:aws:lambda:us-east-1:000000000000:function:${name}:live`,
    'lambda-runtime-trace-id': `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=1`,
  };
}

/** Returns the variables of a process (AWS Lambda Developer Guide, "Defined runtime environment variables"). */
function environmentOf(
  { name, folder, handler, variables, memory }: Deployed,
  { region, credentials, cloud }: Place,
  port: number,
): NodeJS.ProcessEnv {
  return {
    ...variables,
    TEST_CLOUD: String(cloud),
    NODE_NO_WARNINGS: '1',
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: folder,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/30/[1]0123456789abcdef',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  };
}

function errorOf(body: string): Error {
  const { errorType, errorMessage } = JSON.parse(body) as { errorType: string; errorMessage: string };
  return named(errorType, errorMessage);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
