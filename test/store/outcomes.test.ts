import {
  openControl,
  type Send,
  type Store,
  AlreadyAnswered,
  Idempotency,
  IdempotentField,
} from '../../src/store/index.ts';
import { isRefusal } from '../../src/tenant/index.ts';
import { startFaultProxy, type Fault, type FaultProxy, type ProxyCall } from './fault-proxy.ts';
import { type Fixture, startFixture } from './fixture.ts';
import { everything, indexOf, task } from './sample-types.ts';

// A proxy between the store and DynamoDB loses requests and answers. What the tables then hold is read around it.

let fixture: Fixture;
let proxy: FaultProxy;
let fault: (call: ProxyCall) => Fault | null;
beforeAll(async () => {
  fixture = await startFixture();
  proxy = await startFaultProxy(fixture.endpoint, (call) => fault(call));
});
afterAll(async () => {
  proxy.stop();
  await fixture.stop();
});
beforeEach(() => {
  proxy.actions.length = 0;
  fault = () => null;
});

/** Treats the first call of an action so, and lets all others pass. */
const first =
  (action: string, what: Fault) =>
  (call: ProxyCall): Fault | null =>
    call.action === action && call.at === 0 ? what : null;

const through = (tenant: string): Send => fixture.sendOf(tenant, proxy.endpoint);
const faulty = (tenant: string): Store => fixture.store(tenant, { send: through(tenant) });
const put = (id: string, title = 't') =>
  ({ op: 'put', type: task, row: { id, title }, condition: null }) as const;
const update = (id: string, title: string) =>
  ({ op: 'update', type: task, key: { id }, set: { title }, condition: null }) as const;
const remove = (id: string) => ({ op: 'delete', type: task, key: { id }, condition: null }) as const;
const rowOf = (tenant: string, id: string) =>
  fixture.store(tenant).get({ op: 'get', type: task, key: { id }, consistent: true });

const refusalOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return await work;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { outcome, retryable } = error.extensions as Readonly<Record<string, unknown>>;
    return { code: error.code, outcome, retryable };
  }
};
const UNKNOWN = { code: 'TIMEOUT', outcome: 'UNKNOWN', retryable: undefined };

describe('a transaction', () => {
  test('whose commit takes longer than the client waits is repeated with the same token, and is done once', async () => {
    fault = first('TransactWriteItems', { is: 'slow', repeats: 3 });
    await faulty('slow').transact([put('1'), put('2')]);
    expect(proxy.actions).toEqual(Array.from({ length: 5 }, () => 'TransactWriteItems'));
    expect(await rowOf('slow', '1')).toEqual({ id: '1', title: 't' });
  });

  test.each<[string, Fault]>([
    ['whose answer is lost', { is: 'lost' }],
    ['whose answer is cut', { is: 'cut' }],
    ['that does not arrive', { is: 'reset' }],
    ['at which DynamoDB fails', { is: 'broken' }],
    ['that DynamoDB throttles', { is: 'throttled' }],
  ])('%s is repeated with the same token, and is done once', async (title, what) => {
    const tokens = new Set<unknown>();
    fault = (call) => {
      tokens.add(call.body['ClientRequestToken']);
      return call.at === 0 ? what : null;
    };
    expect(await faulty(title.replaceAll(' ', '-')).transact([put('1')])).toEqual([{ id: '1', title: 't' }]);
    expect(tokens.size).toBe(1);
  });

  test('that was done before DynamoDB throttles its repeats succeeds', async () => {
    fault = ({ at }) => (at === 0 ? { is: 'lost' } : at < 3 ? { is: 'throttled' } : null);
    expect(await faulty('throttled-after').transact([put('1')])).toEqual([{ id: '1', title: 't' }]);
  });

  test('that was done before its repeats meet another transaction succeeds, and is done once', async () => {
    const tokens = new Set<unknown>();
    fault = ({ at, body }) => {
      tokens.add(body['ClientRequestToken']);
      return at === 0 ? { is: 'lost' } : at < 3 ? { is: 'conflicting' } : null;
    };
    expect(await faulty('conflict-after').transact([put('1')])).toEqual([{ id: '1', title: 't' }]);
    expect(tokens.size).toBe(1);
  });

  test('that was done before its credentials expire succeeds, also if the repeat meets another transaction', async () => {
    const faults: Fault[] = [{ is: 'lost' }, { is: 'expired' }, { is: 'conflicting' }];
    fault = ({ at }) => faults[at] ?? null;
    expect(await faulty('expired-after').transact([put('1')])).toEqual([{ id: '1', title: 't' }]);
  });

  test('whose answer is lost has the outcome UNKNOWN if its repeat is denied, and its error if nothing was lost', async () => {
    fault = ({ at }) => (at === 0 ? { is: 'lost' } : { is: 'denied' });
    expect(await refusalOf(faulty('denied-after').transact([put('1')]))).toEqual(UNKNOWN);
    expect(await rowOf('denied-after', '1')).toEqual({ id: '1', title: 't' });
    proxy.actions.length = 0;
    fault = () => ({ is: 'denied' });
    await expect(faulty('denied').transact([put('1')])).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('of the control table runs its work once while its commit is slow', async () => {
    fault = first('TransactWriteItems', { is: 'slow', repeats: 2 });
    let runs = 0;
    const control = openControl(slowControl());
    await control.transact(async (transaction) => {
      runs += 1;
      await transaction.get('user', { userId: 'u' });
      transaction.put('user', { userId: 'u', endedAt: '2026-01-01T00:00:00.000Z' });
    });
    expect(runs).toBe(1);
    expect(await openControl(fixture.controlSend('operator')).get('user', { userId: 'u' })).toMatchObject({
      userId: 'u',
    });
  });
});

describe('a write with an idempotency key', () => {
  /** Writes by a request with a key, as a root field of a mutation does. */
  const writeOnce = async (send: Send): Promise<IdempotentField> => {
    const idempotency: Idempotency = new Idempotency('alice', 'k', {
      now: Date.now,
      answersIn: () => null,
    });
    const field = new IdempotentField(idempotency.id, { at: 0, fingerprint: 'f', isStepwise: false });
    idempotency.running = field;
    await fixture
      .store('keyed', { send, idempotency })
      .write(put('1', field.attempt))
      .catch((error: unknown) => {
        if (!(error instanceof AlreadyAnswered)) throw error;
      });
    return field;
  };

  test('whose outcome is unknown is found by the answer that it keeps, and a repeat gets that answer', async () => {
    fault = ({ action, at }) =>
      action === 'TransactWriteItems' ? { is: at === 0 ? 'lost' : 'denied' } : null;
    const first = await writeOnce(through('keyed'));
    expect([first.hasWritten, first.isAnswered]).toEqual([true, false]);
    const second = await writeOnce(fixture.sendOf('keyed'));
    expect([second.hasWritten, second.isAnswered]).toEqual([false, true]);
    const row = { id: '1', title: first.attempt };
    expect(second.earlier?.kept).toEqual({ is: 'DONE', value: row });
    expect(await rowOf('keyed', '1')).toEqual(row);
  });
});

describe.each<[string, Fault & { readonly is: 'lost' | 'cut' }]>([
  ['whose answer is lost', { is: 'lost' }],
  ['whose answer is cut', { is: 'cut' }],
])('a single write %s', (_title, what) => {
  const tenant = `single-${what.is}`;

  test('is found by its stamp if no other writer changed the row since', async () => {
    fault = first('PutItem', what);
    expect(await faulty(tenant).write(put('1'))).toEqual({ id: '1', title: 't' });
    fault = first('UpdateItem', what);
    proxy.actions.length = 0;
    expect(await faulty(tenant).write(update('1', 'mine'))).toEqual({ id: '1', title: 'mine' });
    expect(proxy.actions).toEqual(['UpdateItem', 'GetItem']);
  });

  test('is not repeated over a later write of another, and its outcome is UNKNOWN', async () => {
    const theirs = { then: () => fixture.store(tenant).write(update('1', 'theirs')) };
    fault = first('UpdateItem', { ...what, ...theirs });
    expect(await refusalOf(faulty(tenant).write(update('1', 'mine')))).toEqual(UNKNOWN);
    expect(await rowOf(tenant, '1')).toEqual({ id: '1', title: 'theirs' });
  });

  test('of a delete is not repeated, so that it does not delete a row that another made since', async () => {
    const again = { then: () => fixture.store(tenant).write(put('1', 'theirs')) };
    fault = first('DeleteItem', { ...what, ...again });
    expect(await refusalOf(faulty(tenant).write(remove('1')))).toEqual(UNKNOWN);
    expect(await rowOf(tenant, '1')).toEqual({ id: '1', title: 'theirs' });
  });
});

test('a single write that DynamoDB throttles is repeated, because it changed nothing', async () => {
  fault = ({ at }) => (at < 2 ? { is: 'throttled' } : null);
  expect(await faulty('busy').write(put('1'))).toEqual({ id: '1', title: 't' });
});

test('a single write that may have arrived has the outcome UNKNOWN', async () => {
  fault = first('PutItem', { is: 'reset' });
  expect(await refusalOf(faulty('reset').write(put('1')))).toEqual(UNKNOWN);
});

test.each<[string, Fault]>([
  ['does not arrive', { is: 'reset' }],
  ['fails', { is: 'broken' }],
  ['is throttled', { is: 'throttled' }],
  ['has its answer cut', { is: 'cut' }],
])('a read that %s is repeated', async (title, what) => {
  const tenant = `read-${title.replaceAll(' ', '-')}`;
  await fixture.store(tenant).write(put('1'));
  fault = ({ at }) => (at < 2 ? what : null);
  expect(await faulty(tenant).get({ op: 'get', type: task, key: { id: '1' } })).toMatchObject({ id: '1' });
  fault = ({ at }) => (at < 2 ? what : null);
  expect((await faulty(tenant).query({ ...everything, type: task })).rows).toHaveLength(1);
});

test.each<[string, Fault]>([
  ['the connection breaks', { is: 'reset' }],
  ['the answer is cut', { is: 'cut' }],
])('a read fails with TIMEOUT and says so when %s each time', async (_when, what) => {
  fault = () => what;
  const read = faulty('broken').query({ ...everything, type: task });
  const refusal = { code: 'TIMEOUT', extensions: { retryable: true } };
  await expect(read).rejects.toMatchObject(refusal);
  await expect(read).rejects.toThrow('The connection to the database broke: send the request again.');
});

test('an index that lags shows rows as they were, and all other reads as they are', async () => {
  let lag = Infinity;
  const late = await startFaultProxy(fixture.endpoint, () => null, { indexLag: () => lag });
  const store = (): Store => fixture.store('late', { send: fixture.sendOf('late', late.endpoint) });
  const inIndex = async (projectId: string): Promise<unknown[]> => {
    const index = indexOf(task, 'byProject');
    const { rows } = await store().query({ ...everything, type: task, index, where: [projectId] });
    return rows.map(({ id }) => id);
  };
  try {
    const row = (id: string) => ({ ...put(id), row: { id, projectId: 'p', rank: 1 } });
    await fixture.store('late').write(row('before'));
    await store().write(row('1'));
    await store().transact([row('2'), { ...update('before', 't'), set: { projectId: 'q' } }]);
    expect([await inIndex('p'), await inIndex('q')]).toEqual([['before'], []]);
    expect(await store().get({ op: 'get', type: task, key: { id: '1' } })).toMatchObject({ id: '1' });
    expect((await store().query({ ...everything, type: task })).rows).toHaveLength(3);
    lag = 0;
    expect([await inIndex('p'), await inIndex('q')]).toEqual([['1', '2'], ['before']]);
    await store().write(remove('1'));
    expect(await inIndex('p')).toEqual(['2']);
  } finally {
    late.stop();
  }
});

describe('a batch', () => {
  const ids = Array.from({ length: 40 }, (_, at) => String(at));

  test('of reads is sent again until DynamoDB has processed every key', async () => {
    await Promise.all(ids.map((id) => fixture.store('partial').write(put(id))));
    fault = () => ({ is: 'partial', most: 7 });
    const store = faulty('partial');
    const rows = await Promise.all(
      [...ids, 'absent'].map((id) => store.get({ op: 'get', type: task, key: { id } })),
    );
    expect(rows.filter((row) => row !== null)).toHaveLength(40);
    expect(proxy.actions).toHaveLength(6);
  });

  test('of which DynamoDB processes nothing fails with THROTTLED, and a later read succeeds', async () => {
    fault = () => ({ is: 'partial', most: 0 });
    const store = faulty('stuck');
    const both = () => Promise.all(['1', '2'].map((id) => store.get({ op: 'get', type: task, key: { id } })));
    expect(await refusalOf(both())).toMatchObject({ code: 'THROTTLED' });
    fault = () => null;
    expect(await both()).toEqual([null, null]);
  });
});

/** Returns the control table with its role, through the proxy. */
function slowControl(): Send {
  return fixture.controlSend('operator', proxy.endpoint);
}
