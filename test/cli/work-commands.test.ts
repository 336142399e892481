import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { refusing } from '../../src/cli/aws-cli.ts';
import { workCommands } from '../../src/cli/work/work-commands.ts';
import type { StageWork } from '../../src/cli/work/stage-work.ts';
import { sqsWorkQueue } from '../../src/lambda/sqs-work-queue.ts';
import { routedQueue, type TenantWork } from '../../src/platform/index.ts';
import { openConnections, openQueue, type Control, type Queue } from '../../src/store/index.ts';
import { CREDENTIALS, openStubSqs, REGION, type StubSqs } from '../store/stub-sqs.ts';

let sqs: StubSqs;
let stage: StageWork;
const LETTERS: readonly TenantWork[] = [
  { tenantId: 'acme', is: 'upkeep' },
  { tenantId: 'globex', is: 'job', jobId: 'j-1' },
  { tenantId: 'acme', is: 'job', jobId: 'j-2' },
];

/** A control table with two living tenants, an open job and a run that an administrator asked for. */
const control = {
  async *all(list: string) {
    await Promise.resolve();
    if (list === 'openJobs') yield { tenantId: 'acme', id: 'j-3', attempts: 0 };
    else if (list === 'openManualRuns') yield { tenantId: 'globex', id: 'nightly@2026-11-29T06:00:00.000Z' };
    else yield* ['acme', 'globex'].map((id) => ({ id, status: 'ACTIVE' }));
  },
} as unknown as Pick<Control, 'all'>;

beforeEach(async () => {
  sqs = await openStubSqs();
  const optionsOf = (name: string) => ({
    region: REGION,
    url: sqs.urlOf(name),
    endpoint: sqs.endpoint,
    credentials: CREDENTIALS,
    requestHandler: openConnections(),
  });
  const queueOf = (name: string): Queue => openQueue(optionsOf(name));
  stage = {
    work: queueOf('work'),
    webhooks: queueOf('webhooks'),
    sender: routedQueue({
      work: sqsWorkQueue(optionsOf('work')),
      webhooks: sqsWorkQueue(optionsOf('webhooks')),
    }),
    deadWork: queueOf('dead-work'),
    deadWebhooks: queueOf('dead-webhooks'),
    deadChanges: queueOf('dead-changes'),
    control,
  };
  await sqsWorkQueue(optionsOf('dead-work')).send(LETTERS);
  await stage.deadChanges.send([{ group: 'none', body: '{"DDBStreamBatchInfo":{}}' }]);
});
afterEach(() => {
  sqs.close();
});

const bodiesOf = (queue: string): string[] => sqs.messagesOf(queue).map(({ body }) => body);
const hiddenIn = (queue: string): number => sqs.messagesOf(queue).filter(({ isHidden }) => isHidden).length;

test('npm run work says in a sentence that the session of AWS has expired', async () => {
  sqs.troubles.push({ status: 400, type: 'ExpiredTokenException', message: 'The security token is expired' });
  await expect(refusing(workCommands.list(stage, undefined))).rejects.toThrow(
    'The AWS session has expired: sign in with "aws sso login", or renew the credentials.',
  );
});

describe('npm run work -- status', () => {
  it('prints how many messages each queue has', async () => {
    const { text } = await workCommands.status(stage, undefined);
    expect(text).toBe(
      'QUEUE                     WAITING  RECEIVED  DELAYED\n' +
        'work                      0        0         0\n' +
        'webhooks                  0        0         0\n' +
        'dead letters of work      3        0         0\n' +
        'dead letters of webhooks  0        0         0\n' +
        'dead letters of changes   1        0         0\n',
    );
  });
});

describe('npm run work -- list', () => {
  it('prints the tenant, the work, the number of receives and the first failure of each dead letter', async () => {
    const { text } = await workCommands.list(stage, undefined);
    const times = '1         2026-11-29T21:00:00.000Z  2026-11-29T21:01:00.000Z';
    expect(text.split('\n')).toEqual([
      'TENANT  WORK     RECEIVED  SENT                      FIRST FAILED',
      `acme    upkeep   ${times}`,
      `globex  job j-1  ${times}`,
      `acme    job j-2  ${times}`,
      '',
    ]);
  });

  it('prints those of one tenant, and leaves all of them in the queue, where others see them', async () => {
    const { json } = await workCommands.list(stage, 'globex');
    expect(json).toMatchObject([{ tenantId: 'globex', work: 'job j-1' }]);
    expect(bodiesOf('dead-work')).toHaveLength(3);
    expect(hiddenIn('dead-work')).toBe(0);
  });
});

describe('npm run work -- redrive', () => {
  it('sends all dead letters again, each in the group of its tenant, and deletes them', async () => {
    expect((await workCommands.redrive(stage, undefined)).text).toBe('Sent 3 again.\n');
    expect(sqs.messagesOf('work').map(({ group, body }) => [group, JSON.parse(body) as unknown])).toEqual(
      LETTERS.map((work) => [work.tenantId, work]),
    );
    expect(bodiesOf('dead-work')).toEqual([]);
  });

  it('sends those of webhooks again too, to the queue of webhooks', async () => {
    await stage.deadWebhooks.send([{ group: 'acme', body: '{"tenantId":"acme","is":"webhooks"}' }]);
    const { json } = await workCommands.list(stage, 'acme');
    expect(json).toMatchObject([{ work: 'upkeep' }, { work: 'job j-2' }, { work: 'webhooks' }]);
    expect((await workCommands.redrive(stage, undefined)).text).toBe('Sent 4 again.\n');
    expect(bodiesOf('webhooks').map((body) => JSON.parse(body) as unknown)).toEqual([
      { tenantId: 'acme', is: 'webhooks' },
    ]);
    expect(bodiesOf('work')).toHaveLength(3);
    expect(bodiesOf('dead-webhooks')).toEqual([]);
  });

  it('sends those of one tenant, and leaves the others where they are', async () => {
    expect((await workCommands.redrive(stage, 'acme')).json).toEqual({ sent: 2, left: 0 });
    expect(bodiesOf('dead-work').map((body) => JSON.parse(body) as unknown)).toEqual([LETTERS[1]]);
    expect(hiddenIn('dead-work')).toBe(0);
  });

  it('leaves a letter that is no work of a tenant, and says so', async () => {
    await stage.deadWork.send([{ group: 'x', body: 'not JSON' }]);
    expect((await workCommands.redrive(stage, undefined)).text).toBe(
      'Sent 3 again.\nLeft 1, which are no work of a tenant.\n',
    );
    expect(bodiesOf('dead-work')).toEqual(['not JSON']);
    expect(hiddenIn('dead-work')).toBe(0);
  });

  it('deletes no letter that the queue of work did not take', async () => {
    const refuse = { send: () => Promise.reject(new Error('refused')) };
    await expect(workCommands.redrive({ ...stage, sender: refuse }, undefined)).rejects.toThrow('refused');
    expect(bodiesOf('dead-work')).toHaveLength(3);
  });
});

describe('npm run work -- sweep', () => {
  it('sends the upkeep of all tenants, all open jobs and the runs that were asked for, and deletes the dead letters of changes', async () => {
    expect((await workCommands.sweep(stage, undefined)).text).toBe(
      'Sent 4 works, and deleted 1 dead letters of changes.\n',
    );
    expect(bodiesOf('work').map((body) => JSON.parse(body) as unknown)).toEqual([
      { tenantId: 'acme', is: 'job', jobId: 'j-3' },
      {
        tenantId: 'globex',
        ...{ is: 'schedule', name: 'nightly', slot: '2026-11-29T06:00:00.000Z', trigger: 'manual' },
      },
      { tenantId: 'acme', is: 'upkeep' },
      { tenantId: 'globex', is: 'upkeep' },
    ]);
    expect(bodiesOf('dead-changes')).toEqual([]);
  });

  it('keeps the dead letters of changes if work cannot be sent', async () => {
    const refuse = { send: () => Promise.reject(new Error('refused')) };
    await expect(workCommands.sweep({ ...stage, sender: refuse }, undefined)).rejects.toThrow('refused');
    expect(bodiesOf('dead-changes')).toHaveLength(1);
    expect(hiddenIn('dead-changes')).toBe(0);
  });
});

describe('npm run work', () => {
  it('needs a stage whose deployment wrote its queues', () => {
    const outputs = join(mkdtempSync(join(tmpdir(), 'tenantql-work-')), 'outputs.json');
    writeFileSync(outputs, '{"tenantql-dev":{"UserPoolId":"eu-central-1_Pool"}}');
    const args = ['src/cli/commands/work.ts', 'status', '--stage', 'dev', '--outputs', outputs];
    const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', ...args], { encoding: 'utf8' });
    expect(stderr).toBe('The outputs of the stage "dev" name no queues: deploy it again.\n');
  });
});
