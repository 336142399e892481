import { sqsWorkQueue } from '../../src/lambda/sqs-work-queue.ts';
import { openConnections, openQueue, type Queue } from '../../src/store/index.ts';
import { CREDENTIALS, openStubSqs, REGION, type StubSqs } from './stub-sqs.ts';

let sqs: StubSqs;
const optionsOf = (secretAccessKey = CREDENTIALS.secretAccessKey) => ({
  region: REGION,
  url: sqs.urlOf('work'),
  endpoint: sqs.endpoint,
  credentials: { ...CREDENTIALS, secretAccessKey },
  requestHandler: openConnections(),
});
const queue = (): Queue => openQueue(optionsOf());
const upkeepOf = (tenantId: string) => ({ tenantId, is: 'upkeep' }) as const;
const tenants = (count: number): string[] => Array.from({ length: count }, (_, at) => `tenant-${at}`);

beforeEach(async () => {
  sqs = await openStubSqs();
});
afterEach(() => {
  sqs.close();
});

describe('the queue of work in SQS', () => {
  it('gets each work as a message of its own, in the group of its tenant, after the delay', async () => {
    const job = { tenantId: 'acme', is: 'job', jobId: 'j-1' } as const;
    await sqsWorkQueue(optionsOf()).send([job, upkeepOf('globex')], 900);
    expect(
      sqs.messagesOf('work').map(({ group, body, delay }) => [group, JSON.parse(body) as unknown, delay]),
    ).toEqual([
      ['acme', job, 900],
      ['globex', upkeepOf('globex'), 900],
    ]);
  });

  it('gets 25 messages in batches of ten', async () => {
    await sqsWorkQueue(optionsOf()).send(tenants(25).map(upkeepOf));
    expect([...sqs.calls].sort()).toEqual([
      'SendMessageBatch 10',
      'SendMessageBatch 10',
      'SendMessageBatch 5',
    ]);
    expect(
      sqs
        .messagesOf('work')
        .map(({ group }) => group)
        .sort(),
    ).toEqual(tenants(25).sort());
  });

  it('is not called for an empty list', async () => {
    await sqsWorkQueue(optionsOf()).send([]);
    expect(sqs.calls).toEqual([]);
  });

  it('gets again only the entries that it did not take', async () => {
    sqs.troubles.push({ failed: ['1', '3'], code: 'InternalError', senderFault: false });
    await sqsWorkQueue(optionsOf()).send(tenants(4).map(upkeepOf));
    expect(sqs.calls).toEqual(['SendMessageBatch 4', 'SendMessageBatch 2']);
    expect(sqs.messagesOf('work').map(({ group }) => group)).toEqual([
      'tenant-0',
      'tenant-2',
      'tenant-1',
      'tenant-3',
    ]);
  });

  it('gets no entry again that is wrong in itself, and the error says why', async () => {
    sqs.troubles.push({ failed: ['0'], code: 'InvalidParameterValue', senderFault: true });
    await expect(sqsWorkQueue(optionsOf()).send(tenants(2).map(upkeepOf))).rejects.toThrow(
      'SQS did not take 1 of 2 entries of SendMessageBatch: InvalidParameterValue: stub.',
    );
    expect(sqs.calls).toHaveLength(1);
  });

  it('is given up if entries fail five times', async () => {
    for (let at = 0; at < 5; at++) sqs.troubles.push({ failed: ['0'], code: 'Busy', senderFault: false });
    await expect(sqsWorkQueue(optionsOf()).send([upkeepOf('acme')])).rejects.toThrow(
      'SQS did not take 1 of 1 entries',
    );
    expect(sqs.calls).toHaveLength(5);
  });

  it.each([
    [400, 'RequestThrottled'],
    [400, 'ThrottlingException'],
    [500, 'InternalFailure'],
    [503, 'ServiceUnavailable'],
  ])('is called again after a %i %s', async (status, type) => {
    sqs.troubles.push({ status, type, message: 'later' });
    await sqsWorkQueue(optionsOf()).send([upkeepOf('acme')]);
    expect(sqs.calls).toHaveLength(2);
    expect(sqs.messagesOf('work')).toHaveLength(1);
  });

  it('is not called again if there is no such queue, and the error has the operation and the reason', async () => {
    sqs.troubles.push({ status: 400, type: 'QueueDoesNotExist', message: 'The queue does not exist.' });
    await expect(sqsWorkQueue(optionsOf()).send([upkeepOf('acme')])).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'SendMessageBatch of SQS failed: QueueDoesNotExist: The queue does not exist.',
    });
    expect(sqs.calls).toHaveLength(1);
  });

  it('refuses a call that another key signed', async () => {
    await expect(sqsWorkQueue(optionsOf('other')).send([upkeepOf('acme')])).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});

describe('a queue of SQS', () => {
  it('returns messages with their group, times and number of receives, and hides them meanwhile', async () => {
    await queue().send([{ group: 'acme', body: 'a' }]);
    const [message] = await queue().receive(60);
    expect(message).toMatchObject({
      group: 'acme',
      body: 'a',
      received: 1,
      sentAt: Date.UTC(2026, 10, 29, 21),
    });
    expect(await queue().receive(60)).toEqual([]);
    expect(await queue().count()).toEqual({ waiting: 0, received: 1, delayed: 0 });
  });

  it('shows messages again that were received and released', async () => {
    await queue().send([{ group: 'acme', body: 'a' }]);
    await queue().release(await queue().receive(60));
    expect(await queue().receive(60)).toMatchObject([{ body: 'a', received: 2 }]);
  });

  it('loses the messages that are deleted, and no others', async () => {
    await queue().send(['a', 'b'].map((body) => ({ group: 'acme', body })));
    const received = await queue().receive(60);
    await queue().delete(received.filter(({ body }) => body === 'a'));
    expect(sqs.messagesOf('work').map(({ body }) => body)).toEqual(['b']);
  });
});
