import { createChangesHandler } from '../../src/lambda/changes-handler.ts';
import { consumeChanges, openDone, wakeWork, WAKING_CHANGES } from '../../src/changes/index.ts';
import type { Consumer } from '../../src/changes/consumer.ts';
import type { TenantWork } from '../../src/platform/index.ts';
import type { LogEntry } from '../../src/server/index.ts';
import { itemFilters, type StreamRecord } from '../../src/store/index.ts';
import { modelOf, task, typeOf } from '../store/sample-types.ts';

const types = modelOf(task).models;

type Keys = readonly [pk: string, sk: string];

/** Returns a record of the stream of the data table, or of the control table. */
function record(at: number, [pk, sk]: Keys, table: 'data' | 'control' = 'data'): StreamRecord {
  const names = table === 'data' ? (['__pk', '__sk'] as const) : (['pk', 'sk'] as const);
  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: `seq-${at}`, Keys: { [names[0]]: { S: pk }, [names[1]]: { S: sk } } },
  };
}
const audit = (at: number, tenant: string): StreamRecord => record(at, [`T#${tenant}#AUDIT#NEW#`, `${at}#`]);
const largeDelete = (at: number, tenant: string): StreamRecord => record(at, [`T#${tenant}#JOB#`, `${at}#`]);
const row = (at: number, tenant: string): StreamRecord =>
  record(at, [`T#${tenant}#${task.number}`, `${at}#`]);
const job = (at: number, tenant: string, id: string): StreamRecord =>
  record(at, [`TENANT#${tenant}`, `JOB#${id}`], 'control');

/** Opens the handler with a queue that keeps what was sent. */
function rig(refuses: (work: readonly TenantWork[], delay: number) => boolean = () => false) {
  const sent: (TenantWork & { delay: number })[] = [];
  const log: LogEntry[] = [];
  const parts = {
    queue: {
      send(work: readonly TenantWork[], delay = 0) {
        if (refuses(work, delay)) return Promise.reject(new Error('The queue does not answer.'));
        sent.push(...work.map((one) => ({ ...one, delay })));
        return Promise.resolve();
      },
    },
    log: (entry: LogEntry) => log.push(entry),
    consumers: [wakeWork],
    types,
    remaining: 1_000,
    done: openDone(),
  };
  return { sent, log, parts, handle: createChangesHandler(parts) };
}

describe('the handler of changes', () => {
  test('sends each work of a batch once and by its tenant, for repeated and mixed records too', async () => {
    const { sent, handle } = rig();
    const Records = [audit(0, 'acme'), job(1, 'globex', 'j1'), audit(2, 'globex'), job(3, 'acme', 'j1')];
    await handle({
      Records: [...Records, ...[...Records].reverse(), row(4, 'acme'), largeDelete(5, 'acme')],
    });
    expect(sent).toEqual([
      { tenantId: 'acme', is: 'upkeep', delay: 0 },
      { tenantId: 'acme', is: 'job', jobId: 'j1', delay: 0 },
      { tenantId: 'globex', is: 'job', jobId: 'j1', delay: 0 },
      { tenantId: 'globex', is: 'upkeep', delay: 0 },
      { tenantId: 'acme', is: 'upkeep', delay: 30 },
    ]);
  });

  test('sends the upkeep of a tenant whose file is due, and nothing for other changes of files', async () => {
    const { sent, handle } = rig();
    const due: Keys = ['T#acme#FILEDUE#', '1970-01-01T00:00:00.000Z#f#'];
    const others = [
      record(1, ['T#globex#FILE#', 'f#']),
      record(2, ['T#globex#FILEBYTES#', 'all#']),
      { ...record(3, ['T#globex#FILEDUE#', 'a#f#']), eventName: 'REMOVE' },
    ];
    await handle({ Records: [record(0, due), ...others] });
    expect(sent).toEqual([{ tenantId: 'acme', is: 'upkeep', delay: 0 }]);
  });

  test('reads the records of the control table that belong to no tenant, and sends nothing for them', async () => {
    const { sent, log, handle } = rig();
    const places: Keys[] = [
      ['TENANTS', 'acme'],
      ['JOBS', 'acme#j1'],
      ['TYPES', 'META'],
      ['USER#u1', 'TENANT#acme'],
      ['NAME#acme#olga', 'u1'],
      ['USAGE#acme', 'DAY#2026-11-30'],
      ['USAGE#', 'TAKEN'],
      ['FLEET#2026-11-30#3', 'acme'],
      ['LIMIT#acme', 'BUCKETS'],
      ['DUE', 'META'],
      ['DUE#2026-11-30T05', 'acme'],
    ];
    expect(await handle({ Records: places.map((place, at) => record(at, place, 'control')) })).toEqual({
      batchItemFailures: [],
    });
    expect([sent, log]).toEqual([[], []]);
  });

  test('sends nothing for a change or a removal, which leave no new work', async () => {
    const { sent, handle } = rig();
    const Records = ['MODIFY', 'REMOVE'].flatMap((eventName) =>
      [audit(0, 'acme'), job(1, 'acme', 'j1')].map((one) => ({ ...one, eventName })),
    );
    expect(await handle({ Records })).toEqual({ batchItemFailures: [] });
    expect(sent).toEqual([]);
  });

  test.each([
    ['an empty tenant', 'T##AUDIT#NEW#'],
    ['a tenant with a wildcard', 'T#*#AUDIT#NEW#'],
    ['a tenant in capitals', 'T#ACME#AUDIT#NEW#'],
    ['no tenant', 'AUDIT#NEW#'],
    ['a second tenant', 'T#acme#T#globex#AUDIT#NEW#'],
    ['an unknown partition', 'T#acme#SECRETS#'],
  ])('logs and passes over a key with %s, and sends the work of the others', async (_, pk) => {
    const { sent, log, handle } = rig();
    const Records = [audit(0, 'acme'), record(1, [pk, '1#']), audit(2, 'globex')];
    expect(await handle({ Records })).toEqual({ batchItemFailures: [] });
    expect(sent.map(({ tenantId }) => tenantId)).toEqual(['acme', 'globex']);
    expect(log).toMatchObject([{ message: 'changes: a record is unreadable', sequence: 'seq-1' }]);
  });

  test('takes the tenant from the key alone, whatever the images say', async () => {
    const { sent, handle } = rig();
    const forged = audit(0, 'acme');
    const image = { __pk: { S: 'T#globex#AUDIT#NEW#' }, tenantId: { S: 'globex' }, id: { S: 'j9' } };
    await handle({
      Records: [{ ...forged, dynamodb: { ...forged.dynamodb, NewImage: image, OldImage: image } }],
    });
    expect(sent).toEqual([{ tenantId: 'acme', is: 'upkeep', delay: 0 }]);
  });

  test('answers the first record whose work the queue refused, and sends the rest of the work', async () => {
    const { sent, log, handle } = rig((_, delay) => delay === 0);
    const Records = [
      row(0, 'globex'),
      row(1, 'acme'),
      audit(2, 'globex'),
      largeDelete(3, 'acme'),
      audit(4, 'globex'),
    ];
    expect(await handle({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'seq-2' }] });
    expect(sent).toEqual([{ tenantId: 'acme', is: 'upkeep', delay: 30 }]);
    expect(log).toMatchObject([{ level: 'error', message: 'changes: the queue failed' }]);
  });

  test('throws if the failed record has no number, so that the whole batch comes again', async () => {
    const { handle } = rig(() => true);
    const { eventName, dynamodb } = audit(0, 'acme');
    await expect(handle({ Records: [{ eventName, dynamodb: { Keys: dynamodb?.Keys } }] })).rejects.toThrow(
      'A record has no sequence number.',
    );
  });
});

test('a consumer that fails for one tenant repeats from its first record, and the other tenants are served', async () => {
  const { log, parts } = rig();
  const served: string[] = [];
  const consumer: Consumer = {
    name: 'picky',
    wants: ({ of }) => of.is === 'side',
    consume: (tenantId, changes) => {
      if (tenantId === 'acme') return Promise.reject(new Error('Not now.'));
      served.push(`${tenantId} ${changes.length}`);
      return Promise.resolve([]);
    },
  };
  const records = [
    row(0, 'acme'),
    audit(1, 'globex'),
    audit(2, 'acme'),
    audit(3, 'globex'),
    audit(4, 'acme'),
  ];
  expect(await consumeChanges(records, { ...parts, consumers: [consumer] })).toBe(2);
  expect(served).toEqual(['globex 2']);
  expect(log).toMatchObject([{ consumer: 'picky', tenantId: 'acme', reason: 'Not now.' }]);
});

describe('the filters of the stream of a data table', () => {
  const suffixes = (topics: readonly string[], of = types) =>
    itemFilters(WAKING_CHANGES, new Set(topics), of).map(({ eventName, dynamodb }) => [
      eventName.join(),
      ...(dynamodb?.Keys['__pk']?.S ?? []).map((rule) => ('suffix' in rule ? rule.suffix : rule.prefix)),
    ]);

  test('pass changes that wake work alone if the model has no subscriptions', () => {
    expect(suffixes([])).toEqual([['INSERT', '#AUDIT#NEW#', '#JOB#', '#SWEEP#', '#FILEDUE#']]);
  });

  test('pass every change of a type with subscriptions, and an announced answer once', () => {
    expect(suffixes(['Task', 'Mutation.closeProject'])).toEqual([
      ['INSERT', '#AUDIT#NEW#', '#JOB#', '#SWEEP#', '#FILEDUE#', '#EVENT#'],
      ['INSERT,MODIFY,REMOVE', `#${task.number}`],
    ]);
  });

  test('pass all changes if more types have subscriptions than the pattern of a filter can name', () => {
    const many = Array.from({ length: 300 }, (_, n) => typeOf(`TypeWithSubscriptions${n}`, { fields: [] }));
    expect(
      suffixes(
        many.map(({ name }) => name),
        modelOf(...many).models,
      ),
    ).toEqual([['INSERT,MODIFY,REMOVE']]);
  });
});

test('a consumer that fails or hangs keeps no work of another one, and tenants do not wait for each other', async () => {
  const { sent, parts } = rig();
  const began: string[] = [];
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow: Consumer = {
    name: 'slow',
    wants: ({ of }) => of.is === 'row',
    consume: async (tenantId, _changes, remaining) => {
      began.push(`${tenantId} ${remaining}`);
      if (began.length === 3) finish();
      await all;
      while (sent.length === 0) await Promise.resolve();
      if (tenantId === 'globex') throw new Error('Not now.');
      return [];
    },
  };
  const records = [audit(0, 'acme'), row(1, 'acme'), row(2, 'globex'), row(3, 'initech'), row(4, 'globex')];
  expect(await consumeChanges(records, { ...parts, consumers: [slow, wakeWork] })).toBe(2);
  expect(began).toEqual(['acme 1000', 'globex 1000', 'initech 1000']);
});

test('a tenant that was served does not see a change again because another tenant fails', async () => {
  const { parts } = rig();
  const seen: string[] = [];
  let isFailing = true;
  const picky: Consumer = {
    name: 'picky',
    wants: () => true,
    consume: (tenantId, changes) => {
      seen.push(`${tenantId} ${changes.map(({ eventId }) => eventId).join(' ')}`);
      if (tenantId === 'acme' && isFailing) return Promise.reject(new Error('Not now.'));
      return Promise.resolve([]);
    },
  };
  const records = ['globex', 'acme', 'globex', 'acme'].map((tenant, at) => ({
    ...row(at, tenant),
    eventID: `e${at}`,
  }));
  const options = { ...parts, consumers: [picky] };
  expect(await consumeChanges(records, options)).toBe(1);
  expect(await consumeChanges(records.slice(1), options)).toBe(0);
  isFailing = false;
  expect(await consumeChanges(records.slice(1), options)).toBeNull();
  expect(seen).toEqual(['globex e0 e2', 'acme e1 e3', 'acme e1 e3', 'acme e1 e3']);
  // A batch that comes again without a failure is seen again.
  expect(await consumeChanges(records.slice(0, 1), options)).toBeNull();
  expect(seen.at(-1)).toBe('globex e0');
});
