import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';

import { newId, openFileRecords } from '../../src/store/index.ts';
import { FUNCTIONS, type FunctionName } from '../../src/lambda/function-names.ts';
import { OPERATORS, openTestApi, POOL, type TestApi } from '../../test/api.ts';
import { type CloudOverHttp, openCloudOverHttp } from '../../test/shared/cloud-over-http.ts';
import { bundle, mapsOf } from '../bundle.ts';
import { first } from './claims/claim.ts';
import { BUDGETS, modulesIn, twiceIn, unneededIn } from './claims/code.ts';
import { type Known, scenarios } from './lambda/events.ts';
import { openOutage } from './lambda/outage.ts';
import { type Deployed, type Environment, openEnvironment } from './lambda/runtime.ts';
import { synthesise, type Template } from './synthesise.ts';

/** A folder outside of the project, so that a bundle finds no package but those in it. */
const folder = mkdtempSync(join(tmpdir(), 'tenantql-task-'));
const ROOT = join(__dirname, '../..');
const GENERATED = join(ROOT, 'test/fixture/generated');

let api: TestApi;
let cloud: CloudOverHttp;
let template: Template;
let known: Known;
const open: Environment[] = [];
const before = process.cwd();
beforeAll(async () => {
  // The app of the tests is read from where `npm test` runs.
  process.chdir(ROOT);
  process.env['CDK_VALIDATION'] = 'false';
  template = synthesise('prod');
  [api] = await Promise.all([openTestApi(), bundle({ into: folder, generated: GENERATED, images: ROOT })]);
  cloud = await openCloudOverHttp(api);
  // The function that counts usage finds the line of a request.
  const { usage } = cloud;
  usage.tap(() => undefined)({ level: 'info', message: 'request', tenantId: 'acme', counted: 'List' });
  await usage.deliverLines();
  const { data } = await api.ask(
    'olga',
    'mutation { createApiKey(input: { name: "a test", roles: ["MEMBER"] }) { text } requestExport { id } }',
  );
  known = {
    user: await api.token('alice'),
    operator: await api.operatorToken('opal'),
    sub: api.cognito.user('alice')?.sub ?? '',
    key: (data?.['createApiKey'] as { text: string }).text,
    job: (data?.['requestExport'] as { id: string }).id,
    table: api.tables.data,
    image: `uploads/acme/${await uploadImage()}/original`,
  };
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((environment) => environment.stop()));
});
afterAll(async () => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
  await cloud.close();
  await api.close();
});

/** Uploads an image as a client does that dies before it says so. Returns the id of the file. */
async function uploadImage(): Promise<string> {
  const scope = await api.jobParts.scopeOf('acme', 'a test');
  const image = await sharp({ create: { width: 100, height: 50, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
  const file = await openFileRecords(scope, api.jobParts.sendOf(scope)).reserve(
    {
      id: newId(Date.now()),
      type: 'Task',
      field: 'photo',
      name: 'photo.png',
      size: image.length,
      contentType: 'image/png',
      sha256: createHash('sha256').update(image).digest('base64'),
      uploadedBy: 'alice',
      multipart: null,
      partSize: null,
    },
    null,
  );
  await cloud.filesOf('files')(scope).put({ id: file.id }, image, file.contentType);
  return file.id;
}

/** Returns a value for each variable that the template computes when it is deployed. */
function standIns(): Readonly<Record<string, string>> {
  return {
    CONTROL_TABLE: api.tables.control,
    DATA_TABLE: api.tables.data,
    REALTIME_TABLE: api.tables.realtime,
    SILO_TABLE_PREFIX: api.tables.siloPrefix,
    ARCHIVE_BUCKET: cloud.bucket,
    USAGE_BUCKET: cloud.usageBucket,
    FILES_BUCKET: cloud.filesBucket,
    TENANT_ROLE_ARN: cloud.tenantRole,
    CURSOR_SECRET_ARN: cloud.secretArn,
    WORK_QUEUE_URL: cloud.workQueue,
    WEBHOOK_QUEUE_URL: cloud.webhookQueue,
    EVENT_BUS: 'tenantql-test',
    SOCKET_ENDPOINT: cloud.socketEndpoint,
    USER_POOL_ID: POOL.userPoolId,
    USER_POOL_CLIENT_ID: POOL.clientId,
    OPERATOR_POOL_ID: OPERATORS.userPoolId,
    OPERATOR_POOL_CLIENT_ID: OPERATORS.clientId,
  };
}

/** Returns a function with the settings of the template. @throws {Error} if a variable has no stand-in */
function deployed(name: FunctionName): Deployed {
  const prefix = new RegExp(`^${name.replaceAll('-', '')}Function`);
  const { Properties } = first(template, 'AWS::Lambda::Function', prefix);
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  const variables = Object.entries(Variables).map(([key, value]) => {
    const given = standIns()[key] ?? value;
    if (typeof given !== 'string')
      throw new Error(`The variable ${key} of ${name} is computed: add its stand-in to bundles.test.ts.`);
    return [key, given] as const;
  });
  return {
    name,
    folder: join(folder, name),
    handler: String(Properties['Handler']),
    variables: Object.fromEntries(variables),
    memory: Number(Properties['MemorySize']),
    timeout: Number(Properties['Timeout']),
  };
}

/** Starts a function, which ends with the test. */
async function start(
  name: FunctionName,
  changed: Partial<Deployed> = {},
  port = cloud.port,
): Promise<Environment> {
  const place = { region: POOL.region, credentials: cloud.credentialsOf(name), cloud: port };
  const environment = await openEnvironment({ ...deployed(name), ...changed }, place);
  open.push(environment);
  return environment;
}

/** Returns an answer with its body read, if it is that of a proxy. */
function readable(answer: unknown): unknown {
  const { body } = (answer ?? {}) as { body?: unknown };
  return typeof body === 'string' && body !== ''
    ? { ...(answer as object), body: JSON.parse(body) as unknown }
    : answer;
}

describe.each(FUNCTIONS)('the function %s, as Lambda starts it from its folder alone', (name) => {
  it('answers real events with the rights of its role, and asks no host but those that it needs', async () => {
    const scenario = scenarios[name];
    if (!scenario)
      throw new Error(`The function "${name}" has no events: add them to infra/test/lambda/events.ts.`);
    const environment = await start(name);
    for (const { what, event, answers, fails } of scenario.steps) {
      const outcome = environment.invoke(event(known));
      if (fails) await expect(outcome).rejects.toThrow(fails);
      else expect({ what, answer: readable(await outcome) }).toMatchObject({ what, answer: answers });
    }
    // A bucket has a host of its own.
    const asked = (await environment.hosts()).map((host) =>
      host.replace(/^(archives|usage|files)-of-the-test\./, ''),
    );
    const hosts = scenario.hosts.map((service) => `${service}.${POOL.region}.amazonaws.com`);
    expect(asked.sort()).toEqual(hosts);
    const log = environment.log.join('\n');
    expect(log).not.toContain('AccessDenied');
    for (const { logs = /(?:)/ } of scenario.steps) expect(log).toMatch(logs);
  });
});

/** The services that the first request of a function waits for. */
const AHEAD: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  graphql: ['cognito-idp', 'dynamodb', 'secretsmanager', 'sts'],
  socket: ['cognito-idp', 'dynamodb', 'secretsmanager', 'sts'],
  operator: ['cognito-idp', 'dynamodb', 'secretsmanager'],
  authorizer: ['cognito-idp', 'dynamodb'],
  'operator-authorizer': ['cognito-idp'],
};

describe.each(FUNCTIONS.filter((name) => name in AHEAD))('the start of the function %s', (name) => {
  const services = AHEAD[name] ?? [];

  it('asks for the keys of tokens, and for the connections that its first request needs', async () => {
    const environment = await start(name);
    expect(await environment.hosts()).toEqual(
      services.map((service) => `${service}.${POOL.region}.amazonaws.com`),
    );
  });

  it('fails no request if no service answers it', async () => {
    const outage = await openOutage(cloud.port);
    try {
      const environment = await start(name, {}, outage.port);
      await outage.refused(services.length);
      outage.end();
      const [step] = scenarios[name]?.steps ?? [];
      expect(readable(await environment.invoke(step?.event(known)))).toMatchObject(step?.answers ?? {});
      await environment.stop();
    } finally {
      await outage.close();
    }
  });
});

describe.each(FUNCTIONS)('the code of the function %s', (name) => {
  it('is within its budget of bytes, all of which a start reads', () => {
    expect(statSync(join(folder, name, 'index.js')).size).toBeLessThanOrEqual(BUDGETS[name]);
  });

  it('has each module once, in one file and one format', () => {
    const modules = modulesIn(mapsOf(name, folder));
    expect(modules).toContain(`../../../src/lambda/${name}.ts`);
    expect(twiceIn(modules)).toEqual([]);
  });

  it('has no schema tools and reports of Apollo, and no hash but that of Node', () => {
    expect(unneededIn(modulesIn(mapsOf(name, folder)))).toEqual([]);
  });
});

it('the function files has put the thumbnails of an image into the bucket', async () => {
  const scope = await api.jobParts.scopeOf('acme', 'a test');
  const [, , id = ''] = known.image.split('/');
  const objects = cloud.filesOf('files')(scope);
  expect(await objects.head({ id, width: 64 })).toMatchObject({ contentType: 'image/webp' });
  expect(await openFileRecords(scope, api.jobParts.sendOf(scope)).get(id)).toMatchObject({
    status: 'READY',
    width: 100,
    thumbnails: [64],
  });
});

it('the function changes sends a message for each job that a stream of the control table shows', () => {
  expect(cloud.sentWork).toContain(JSON.stringify({ tenantId: 'acme', is: 'job', jobId: known.job }));
});

it('the function changes puts events about tenants on the bus', () => {
  expect(cloud.events).toContain('tenant.suspended');
});

it('the function changes posts the new row to the connection that the function socket has subscribed', () => {
  const frame = {
    id: '1',
    type: 'next',
    payload: { data: { onCreateLabel: { name: 'seen by the bundle' } } },
  };
  expect(cloud.frames.map((text) => JSON.parse(text) as unknown)).toMatchObject([frame]);
});

describe('the emulator of Lambda', () => {
  /** Returns a copy of a bundle whose file begins with a statement of ours. */
  const broken = (statement: string): string => {
    const copy = mkdtempSync(join(folder, 'broken-'));
    cpSync(join(folder, 'operator-authorizer'), copy, { recursive: true });
    const file = join(copy, 'index.js');
    writeFileSync(file, `${statement};${readFileSync(file, 'utf8')}`);
    return copy;
  };

  it.each([
    ['a package that the bundle lacks', "require('graphql')", /Cannot find module 'graphql'/],
    ['a file outside of the bundle', "require('node:fs').readFileSync('/etc/hosts')", /restricted/],
    [
      'a file of the project',
      `require(${JSON.stringify(join(__dirname, '../bundle.ts'))})`,
      /restricted|find module/,
    ],
    ['another process', "require('node:child_process').execSync('true')", /restricted/],
    ['a failure at the start', "throw new Error('not today')", /not today/],
    ['an end of the process', 'process.exit(3)', /ended with 3/],
  ])('reports %s', async (_what, statement, message) => {
    await expect(start('operator-authorizer', { folder: broken(statement) })).rejects.toThrow(message);
  });

  it.each([
    ["require('node:https').get('https://example.com/').on('error', () => {})", 'example.com'],
    ["require('node:http').get('http://example.com/').on('error', () => {})", 'example.com'],
    ["fetch('https://example.org/').catch(() => {})", 'example.org'],
    ["require('node:net').connect(443, 'example.net').on('error', () => {})", 'example.net'],
  ])('reports a host that is asked for by %s', async (statement, host) => {
    const environment = await start('operator-authorizer', { folder: broken(statement) });
    await environment.invoke(scenarios['operator-authorizer']?.steps[0]?.event(known));
    expect(await environment.hosts()).toContain(host);
  });

  it.each(FUNCTIONS)('reports each variable that the function %s lacks', async (name) => {
    const { variables } = deployed(name);
    const needed = Object.keys(variables).filter((key) => key !== 'DYNAMODB_CLIENT');
    const message = await start(name, { variables: {} }).then(() => 'It started.', String);
    for (const key of needed) expect(message).toContain(key);
  });

  it('reports a handler that takes a callback, which Node.js 24 never calls', async () => {
    const own = broken('');
    writeFileSync(join(own, 'index.js'), 'exports.handler = (event, context, callback) => callback(null, 1)');
    await expect(start('operator-authorizer', { folder: own })).rejects.toThrow('takes a callback');
  });

  it('reports a handler that is not there', async () => {
    await expect(start('operator-authorizer', { handler: 'index.handle' })).rejects.toThrow(
      'index.handle is undefined or not exported',
    );
  });

  it('reports an answer above 6 MB, which Lambda refuses', async () => {
    const own = broken('');
    writeFileSync(join(own, 'index.js'), "exports.handler = async () => 'x'.repeat(6291556)");
    const environment = await start('operator-authorizer', { folder: own });
    await expect(environment.invoke({})).rejects.toThrow('The answer has 6291558 bytes.');
  });
});
