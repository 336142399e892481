import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dynamoSend } from '../../src/store/index.ts';
import { findDynamoDb } from '../../src/local/data-directory/running-server.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { ask } from './ask.ts';
import { run } from './run.ts';
import { startServer, type TestServer } from './start-server.ts';

const APP = ['--schema', FIXTURE.schema, '--plans', FIXTURE.plans];

let server: TestServer;
beforeAll(async () => (server = await startServer()));
afterAll(() => server.stop());
const verify = (...args: string[]) =>
  run('src/cli/commands/audit-verify.ts', [...APP, '--data', server.data, ...args]);

test('audit:verify prints the head of each tenant while a server runs and fails for a chain with a missing event', async () => {
  const { stdout: token } = await run('src/cli/commands/token.ts', ['alice', '--data', server.data]);
  const mutation = 'mutation { createProject(input: { name: "Audited" }) { id } }';
  expect((await ask(server, token.trim(), mutation)).errors).toBeUndefined();

  const sound = await verify();
  expect([sound.code, sound.stderr]).toEqual([0, '']);
  expect(sound.stdout).toMatch(/^acme: ok, events: \d+, head \d+ [0-9a-f]{64}$/m);
  expect(sound.stdout).toMatch(/^globex: ok, events: \d+, head \d+ [0-9a-f]{64}$/m);

  const { id } = JSON.parse(readFileSync(join(server.data, 'settings.json'), 'utf8')) as { id: string };
  const direct = dynamoSend({
    region: 'us-east-1',
    endpoint: (await findDynamoDb(server.data)) ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    table: `tenantql-${id}-rows`,
  });
  const Key = { __pk: 'T#acme#AUDIT#CHAIN#', __sk: '0000000000000002#' };
  await direct({ name: 'DeleteItem', input: { Key } });

  const broken = await verify('--tenant', 'acme', '--json');
  expect([broken.code, broken.stderr]).toEqual([1, '']);
  expect(JSON.parse(broken.stdout)).toMatchObject({
    acme: { ok: false, events: 1, firstBroken: { seq: 2, kind: 'MISSING' } },
  });
  const { code, stdout } = await verify();
  expect([code, stdout.match(/BROKEN/g)?.length]).toEqual([1, 1]);
  expect(await verify('--tenant', 'nobody')).toMatchObject({
    code: 1,
    stderr: 'There is no tenant "nobody".\n',
  });
});
