import { readFileSync } from 'node:fs';

import { type Send, traceInvocation } from '../../src/store/index.ts';
import type { HttpHandler } from '../../src/store/aws/http.ts';
import { type DynamoClient, openDynamo } from '../../src/store/dynamo/driver/dynamo.ts';
import { FUNCTIONS } from '../../src/lambda/function-names.ts';
import { traced } from '../../src/lambda/traced.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { openXrayDaemon, problemsOf, type Segment, type XrayDaemon } from './xray-daemon.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const PARENT = 'defdfd9912dc5a56';
const SAMPLED = `Root=${ROOT};Parent=${PARENT};Sampled=1;Lineage=1:a87bd80c:0`;
const LIST = 'query Board { listProjects { items { name tasks { items { title } } } } }';

let api: TestApi;
let daemon: XrayDaemon;
beforeAll(async () => {
  [api, daemon] = await Promise.all([openTestApi({ silos: ['globex'] }), openXrayDaemon()]);
  process.env['AWS_XRAY_DAEMON_ADDRESS'] = daemon.address;
});
afterAll(async () => {
  Reflect.deleteProperty(process.env, 'AWS_XRAY_DAEMON_ADDRESS');
  Reflect.deleteProperty(process.env, '_X_AMZN_TRACE_ID');
  await Promise.all([api.close(), daemon.close()]);
});

const ask = traced('graphql', (user: string, query: string) => api.ask(user, query));

/** Asks within a trace and returns the segment of the request, and those of its calls. */
async function trace(user: string, query: string): Promise<{ whole: Segment; calls: readonly Segment[] }> {
  process.env['_X_AMZN_TRACE_ID'] = SAMPLED;
  await ask(user, query);
  const whole = await daemon.take();
  return { whole, calls: whole.subsegments ?? [] };
}

test('a sampled request sends a valid segment, with one in it for each call of DynamoDB and STS', async () => {
  const { whole, calls } = await trace('alice', LIST);
  expect(problemsOf(whole)).toEqual([]);
  expect(whole).toMatchObject({ name: 'graphql', trace_id: ROOT, parent_id: PARENT });
  expect(whole).toMatchObject({ error: false, throttle: false, fault: false });
  const made = calls.map(({ name, aws }) => [name, aws?.operation, aws?.table_name]);
  const { data, control } = api.tables;
  expect(made).toEqual(
    expect.arrayContaining([
      ['DynamoDB', 'BatchGetItem', control],
      ['STS', 'AssumeRole', undefined],
      ['DynamoDB', 'Query', data],
    ]),
  );
  const { calls: asked } = await api.ask('alice', LIST);
  expect(made.filter(([, , table]) => table === data)).toHaveLength(asked.length);
  expect(whole.metadata).toEqual({ tenantql: { calls: calls.length } });
});

test('a trace is found by its tenant, its operation and the id of the request', async () => {
  const { whole } = await trace('alice', LIST);
  expect(whole.annotations).toEqual({
    tenant: 'acme',
    plan: expect.any(String) as unknown,
    operation: 'Board',
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
  });
});

test('a request that is not sampled sends nothing', async () => {
  const headers = [undefined, '', 'Sampled=1', `Root=${ROOT}`, `Root=${ROOT};Parent=${PARENT};Sampled=0`];
  for (const header of headers) {
    if (header === undefined) Reflect.deleteProperty(process.env, '_X_AMZN_TRACE_ID');
    else process.env['_X_AMZN_TRACE_ID'] = header;
    await ask('alice', LIST);
  }
  const { whole } = await trace('alice', '{ myCard { id } }');
  expect(whole.annotations).toMatchObject({ operation: 'myCard' });
});

test('the segments of calls hold no tenant, no key and no value, and the table of a tenant is not named after it', async () => {
  const { calls } = await trace('carol', 'query Find { getProject(id: "globex-secret-id") { name } }');
  const written = JSON.stringify(calls);
  expect(written).toContain('-silo"');
  expect(written).not.toMatch(/globex|secret|T#|TENANT#/);
});

test('a request that fails is marked, without the reason', async () => {
  const { whole } = await trace('alice', '{ nonsense }');
  expect(whole).toMatchObject({ error: true, throttle: false, fault: false });
  const fail = traced('graphql', () => Promise.reject(new Error('a secret of the row')));
  await expect(fail()).rejects.toThrow();
  const failed = await daemon.take();
  expect(failed).toMatchObject({ fault: true });
  expect(JSON.stringify(failed)).not.toContain('secret');
});

/** Answers the first calls with an error of DynamoDB, and all others with an empty answer. */
function answering(errors: readonly { readonly type: string; readonly status: number }[]): HttpHandler {
  const left = [...errors];
  return {
    handle: () => {
      const error = left.shift();
      const body = error ? { __type: `com.amazonaws#${error.type}`, message: 'key T#acme' } : {};
      return Promise.resolve({
        response: { statusCode: error?.status ?? 200, headers: {}, body: Buffer.from(JSON.stringify(body)) },
      });
    },
  };
}

function sendBy(client: DynamoClient, requestHandler: HttpHandler, table = 'data'): Send {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return openDynamo({ region: 'us-east-1', client, requestHandler })(credentials)(table);
}

/** Makes one call within a trace and returns its segment. */
async function traceCall(
  client: DynamoClient,
  errors: readonly { readonly type: string; readonly status: number }[],
): Promise<Segment | undefined> {
  const send = sendBy(client, answering(errors));
  const get = () => send({ name: 'GetItem', input: { Key: { __pk: 'a' } } });
  const source = { header: SAMPLED, daemon: daemon.address };
  await traceInvocation('one call', source, get).catch(() => null);
  const whole = await daemon.take();
  expect(problemsOf(whole)).toEqual([]);
  return whole.subsegments?.[0];
}

const missing = { type: 'ResourceNotFoundException', status: 400 };
const busy = { type: 'ProvisionedThroughputExceededException', status: 400 };

test.each(['lean', 'sdk'] as const)(
  'the segment of a call by the client "%s" has its attempts, and how many DynamoDB throttled',
  async (client) => {
    expect(await traceCall(client, [])).toMatchObject({
      aws: { operation: 'GetItem', table_name: 'data', retries: 0 },
    });
    const repeated = await traceCall(client, [busy, { type: 'InternalServerError', status: 500 }]);
    expect(repeated).toMatchObject({ aws: { retries: 2 }, metadata: { tenantql: { throttled: 1 } } });
    expect(repeated).not.toHaveProperty('error');
    const refused = await traceCall(client, [busy, busy, busy]);
    expect(refused).toMatchObject({ error: true, throttle: true, aws: { retries: 2 } });
    expect(refused?.cause?.exceptions).toMatchObject([{ type: 'THROTTLED' }]);
    const denied = await traceCall(client, [{ type: 'AccessDeniedException', status: 400 }]);
    expect(denied).toMatchObject({ error: true, cause: { exceptions: [{ type: 'AccessDenied' }] } });
    expect(JSON.stringify(denied)).not.toContain('acme');
  },
);

test('a trace of many calls holds the first 150 of them, and counts all', async () => {
  const errors = Array.from({ length: 160 }, () => missing);
  const send = sendBy('lean', answering(errors), 'tenantql-abcdefghijklmnopqrst-DataTable'.padEnd(100, 'X'));
  await traceInvocation('many calls', { header: SAMPLED, daemon: daemon.address }, async () => {
    for (let call = 0; call < 160; call++)
      await send({ name: 'TransactWriteItems', input: { TransactItems: [] } }).catch(() => null);
  });
  const whole = await daemon.take();
  expect(problemsOf(whole)).toEqual([]);
  expect(whole.subsegments).toHaveLength(150);
  expect(whole.metadata).toEqual({ tenantql: { calls: 160 } });
});

test('a daemon that is not there fails no request', async () => {
  const source = { header: SAMPLED, daemon: 'tcp:127.0.0.1:1 udp:127.0.0.1:1' };
  expect(await traceInvocation('alone', source, () => Promise.resolve(1))).toBe(1);
});

test.each(FUNCTIONS)('the function %s is traced', (name) => {
  const source = readFileSync(`src/lambda/${name}.ts`, 'utf8');
  expect(source.replace(/\s+/g, '')).toContain(`exportconsthandler=traced('${name}',`);
});
