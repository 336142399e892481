import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

import { isEmulator, type EmulatorMark } from '../../src/local-cloud/dynamodb/emulator-process.ts';
import { isAlive, type ProcessMark } from '../../src/local-cloud/dynamodb/sign-of-life.ts';
import { namingFullDisk, openDynamoDb } from '../../src/local-cloud/dynamodb/index.ts';
import type { LocalDynamoDb } from '../../src/local-cloud/dynamodb/index.ts';
import { openDynamo } from '../../src/store/dynamo/driver/dynamo.ts';

interface Lock {
  readonly owner: ProcessMark;
  readonly emulator: EmulatorMark;
}

let directory: string;
let dbPath: string;
const opened: LocalDynamoDb[] = [];
const clients: DynamoDBClient[] = [];
const servers: Server[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  dbPath = join(directory, 'data', 'tables.db');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  for (const server of servers.splice(0)) server.close();
  await Promise.all(opened.splice(0).map((one) => one.stop()));
  rmSync(directory, { recursive: true });
});

const open = async (path: string | null = dbPath): Promise<LocalDynamoDb> => {
  const dynamodb = await openDynamoDb({ dbPath: path, env: {} });
  opened.push(dynamodb);
  return dynamodb;
};
const clientOf = ({ endpoint }: LocalDynamoDb): DynamoDBClient => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  clients.push(client);
  return client;
};
const readLock = () => JSON.parse(readFileSync(`${dbPath}.lock`, 'utf8')) as Lock;
const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );
const fill = async (dynamodb: LocalDynamoDb): Promise<void> => {
  const client = clientOf(dynamodb);
  await client.send(
    new CreateTableCommand({
      TableName: 'data',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    }),
  );
  await client.send(new PutItemCommand({ TableName: 'data', Item: { PK: { S: 'a' }, n: { N: '1' } } }));
};
const read = async (dynamodb: LocalDynamoDb) => {
  const { Item } = await clientOf(dynamodb).send(
    new GetItemCommand({ TableName: 'data', Key: { PK: { S: 'a' } } }),
  );
  return Item;
};

/** The lock of a process that ended: its id is that of this process now, and no sign of life answers on the port. */
const staleLock = (port: number, emulator: EmulatorMark | null = null) =>
  JSON.stringify({ owner: { pid: process.pid, port, token: 'of a process that ended' }, emulator });

/** No process has this id: it is larger than any system allows. */
const GONE = 2 ** 30;

/** Opens a port until the end of the test. */
const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** Opens a port where a program answers that is neither an owner nor an emulator. */
const otherProgram = () => listen(createServer((_request, response) => response.end('hello')));

/** Opens the data in a separate process, which prints the endpoint and ends when its input ends. */
const startOwner = () => {
  const script = `
    const { openDynamoDb } = require(${JSON.stringify(join(__dirname, '../../src/local-cloud/dynamodb/index.ts'))});
    process.stdin.resume().on('end', () => process.exit());
    openDynamoDb({ dbPath: ${JSON.stringify(dbPath)}, env: {} }).then((one) => console.log(one.endpoint));
  `;
  return spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
};

describe('the built-in emulator', () => {
  it('answers as soon as it is open, keeps its data after a stop and leaves no other files', async () => {
    const first = await open();
    await fill(first);
    await first.stop();
    await first.stop();
    expect(await answers(first.endpoint)).toBe(false);
    expect(readdirSync(join(directory, 'data'))).toEqual(['tables.db']);
    expect(await read(await open())).toEqual({ PK: { S: 'a' }, n: { N: '1' } });
  });

  it('reports its death and has kept every acknowledged write', async () => {
    const first = await open();
    await fill(first);
    process.kill(readLock().emulator.pid, 'SIGKILL');
    expect((await first.died).message).toBe('The DynamoDB emulator ended on its own: SIGKILL');
    await first.stop();
    expect(await read(await open())).toEqual({ PK: { S: 'a' }, n: { N: '1' } });
  });

  it('ends when its process exits without stopping it', async () => {
    const owner = startOwner();
    await once(owner.stdout, 'data');
    const { emulator } = readLock();
    expect(await isEmulator(emulator)).toBe(true);
    const gone = once(owner, 'close');
    owner.stdin.end();
    await gone;
    while (await isEmulator(emulator)) await new Promise(setImmediate);
    await open();
  });

  it('keeps all data in memory when there is no path', async () => {
    const [first, second] = [await open(null), await open(null)];
    await fill(first);
    expect((await clientOf(second).send(new ListTablesCommand({}))).TableNames).toEqual([]);
    await first.stop();
    expect(await answers(first.endpoint)).toBe(false);
  });
});

describe('a data directory', () => {
  it('rejects a second process while the first is alive', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(
      `The data in "${join(directory, 'data')}" is in use by process ${process.pid}: stop it first, or choose ` +
        'another data directory.',
    );
    expect(await answers(first.endpoint)).toBe(true);
    await first.stop();
    expect(await answers((await open()).endpoint)).toBe(true);
  });

  it('lets only one of several concurrent processes take over a stale lock', async () => {
    await (await open()).stop();
    writeFileSync(`${dbPath}.lock`, staleLock(1));
    const outcomes = await Promise.allSettled([open(), open(), open()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it.each([
    ['whose process id was reused', staleLock(1)],
    ['that is truncated', '{"owner":'],
  ])('lets a new process take over a lock %s', async (_what, text) => {
    await (await open()).stop();
    writeFileSync(`${dbPath}.lock`, text);
    await open();
    expect(readLock().owner.pid).toBe(process.pid);
  });

  it('lets a new process take over a lock whose process id and port were both reused', async () => {
    await (await open()).stop();
    writeFileSync(`${dbPath}.lock`, staleLock(await otherProgram()));
    await open();
  });

  it('counts a suspended owner as alive, whose port accepts and stays silent', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined).resume());
    const port = await listen(silent);
    expect(await isAlive({ pid: process.pid, port, token: 'never said' }, 1)).toBe(true);
    expect(await isAlive({ pid: GONE, port, token: 'never said' }, 1)).toBe(false);
  });

  it('lets a new process end the emulator of a killed owner and read its data', async () => {
    const owner = startOwner();
    const [words] = (await once(owner.stdout, 'data')) as [Buffer];
    const endpoint = words.toString().trim();
    await expect(open()).rejects.toThrow(`is in use by process ${owner.pid ?? ''}`);
    await fill({ endpoint, died: new Promise(() => undefined), stop: () => Promise.resolve() });

    const gone = once(owner, 'close');
    owner.kill('SIGKILL');
    await gone;
    const { emulator } = readLock();
    expect(await isEmulator(emulator)).toBe(true);

    const next = await open();
    expect(await isEmulator(emulator)).toBe(false);
    expect(await answers(endpoint)).toBe(false);
    expect(await read(next)).toEqual({ PK: { S: 'a' }, n: { N: '1' } });
  });

  it('never ends a process that merely reuses the id of an emulator', async () => {
    await (await open()).stop();
    const bystander = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000)',
      '--',
      '--db-path',
      dbPath,
    ]);
    await once(bystander, 'spawn');
    for (const port of [1, await otherProgram()]) {
      writeFileSync(`${dbPath}.lock`, staleLock(1, { pid: bystander.pid ?? 0, port }));
      await (await open()).stop();
    }
    expect([bystander.exitCode, bystander.signalCode]).toEqual([null, null]);
    const gone = once(bystander, 'close');
    bystander.kill();
    await gone;
  });
});

describe('a write that fails in the emulator', () => {
  /** Returns the error of a put that the emulator answers with 500 and this message, and the number of its attempts. */
  async function failedPut(message: string) {
    const body = Buffer.from(JSON.stringify({ __type: 'com.amazonaws#InternalServerError', message }));
    let attempts = 0;
    const requestHandler = namingFullDisk({
      handle: () => {
        attempts += 1;
        return Promise.resolve({ response: { statusCode: 500, headers: {}, body } });
      },
    });
    const send = openDynamo({ region: 'local', requestHandler })({
      accessKeyId: 'local',
      secretAccessKey: 'local',
    })('table');
    const write = send({ name: 'PutItem', input: { Item: { id: '1' } } }, { once: true });
    const error = await write.catch((problem: unknown) => problem as Error);
    return { error, attempts };
  }

  it('is tried once and says that nothing was written when the disk is full', async () => {
    const outcome = await failedPut(
      'commit failed (backend: database or disk is full) and rollback also failed',
    );
    expect(outcome.attempts).toBe(1);
    expect(outcome.error).toMatchObject({
      name: 'DiskFull',
      message: 'The disk of the data directory is full, so nothing was written: free some space.',
    });
  });

  it('has an unknown outcome for any other reason', async () => {
    const { error } = await failedPut('The process of the database has a problem.');
    expect(error).toMatchObject({ code: 'TIMEOUT', extensions: { outcome: 'UNKNOWN' } });
  });
});

describe('DYNAMODB_ENDPOINT', () => {
  it('is used as it is, and no emulator is started', async () => {
    const server = createServer((_request, response) => response.writeHead(400).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const dynamodb = await openDynamoDb({ dbPath, env: { DYNAMODB_ENDPOINT: endpoint } });
    expect(dynamodb.endpoint).toBe(endpoint);
    await dynamodb.stop();
    expect(await answers(endpoint)).toBe(true);
    expect(existsSync(dbPath)).toBe(false);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    await expect(openDynamoDb({ dbPath, env: { DYNAMODB_ENDPOINT: endpoint } })).rejects.toThrow(
      `DYNAMODB_ENDPOINT is "${endpoint}", but nothing answers there: start DynamoDB Local, ` +
        'or unset DYNAMODB_ENDPOINT to use the built-in emulator.',
    );
  });

  it('gets the same error when it is not a URL', async () => {
    await expect(openDynamoDb({ dbPath, env: { DYNAMODB_ENDPOINT: 'localhost:8000' } })).rejects.toThrow(
      'DYNAMODB_ENDPOINT is "localhost:8000", but nothing answers there',
    );
  });
});
