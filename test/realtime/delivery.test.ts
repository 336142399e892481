import { openOperations } from '../../src/realtime/delivery/read-operation.ts';
import type { Row } from '../../src/store/index.ts';
import { openBehind } from '../shared/background.ts';
import { TASK, codeOf, useKit } from './delivery-kit.ts';
import type { Change, Rig } from './delivery-rig.ts';

const kit = useKit();
const { change, created, announced, task, titlesOf, executed } = kit;
let rig: Rig;
beforeAll(() => {
  rig = kit.rig;
});

describe('the delivery of events', () => {
  it('serves subscriptions of many megabytes in parts, each of which shares an execution', async () => {
    const large = await rig.arm('acme', 'bob', TASK, { variables: { filler: 'x'.repeat(30_000) } });
    const connections = Array.from({ length: 300 }, (_, at) => `large-${at}`);
    const removeMany = await rig.putMany(
      'acme',
      connections.map((connectionId) => ({ ...large, connectionId })),
    );
    const read = new Set<number>();
    rig.gateway.onPost = () => read.add(rig.calls.length).size > 0;
    expect(await executed(task('Rope'))).toBe(2);
    for (const connectionId of [large.connectionId, ...connections])
      expect(titlesOf(connectionId)).toEqual([{ id: '1', title: 'Rope' }]);
    // The first part is posted before the rest is read.
    expect(read.size).toBe(2);
    await removeMany();
  });

  it('answers 1,000 equal subscriptions by one execution, and reads no more than for one', async () => {
    const first = await rig.arm('acme', 'bob', TASK);
    rig.calls.length = 0;
    await rig.deliver('acme', task());
    const alone = rig.calls.length;
    const ids = Array.from({ length: 999 }, (_, at) => ({ connectionId: `many-${at}`, id: 'op' }));
    const removeMany = await rig.putMany(
      'acme',
      ids.map((one) => ({ ...first, ...one })),
    );
    rig.calls.length = 0;
    expect(await executed(task('Bolt'))).toBe(1);
    expect(rig.calls.length).toBe(alone);
    for (const { connectionId } of [first, ...ids])
      expect(titlesOf(connectionId).at(-1)).toEqual({ id: '1', title: 'Bolt' });
    await removeMany();
  });

  it('executes once for each set of roles, and each sees its own fields', async () => {
    const query = 'subscription { onCreateTask { id cost } }';
    const [bob, sam, alice] = [
      await rig.arm('acme', 'bob', query),
      await rig.arm('acme', 'sam', query),
      await rig.arm('acme', 'alice', query),
    ];
    expect(await executed(task('Anvil', { cost: 9 }))).toBe(2);
    for (const { connectionId } of [bob, sam])
      expect(titlesOf(connectionId)).toEqual([{ id: '1', cost: null }]);
    expect(titlesOf(alice.connectionId)).toEqual([{ id: '1', cost: 9 }]);
  });

  it('executes once for each user whom a rule on owners concerns, and only for the owner', async () => {
    const query = 'subscription { onCreateNote { id } }';
    const topics = ['Note'];
    const mine = await rig.arm('acme', 'bob', query, { topics, claims: { iat: 1 } });
    const again = await rig.arm('acme', 'bob', query, { topics, claims: { iat: 2 } });
    const other = await rig.arm('acme', 'sam', query, { topics });
    const { claims } = (await rig.callerOf('bob')) as { claims: { sub: string } };
    expect(await executed(created('Note', { id: '1', owner: `${claims.sub}::bob` }))).toBe(1);
    for (const { connectionId } of [mine, again]) expect(rig.got(connectionId)).toHaveLength(1);
    expect(rig.got(other.connectionId)).toEqual([]);
  });

  it('executes once for each operation: document, name and variables', async () => {
    const query = 'subscription A($t: String) { onCreateTask(filter: { title: { eq: $t } }) { id title } }';
    const one = await rig.arm('acme', 'bob', query, { variables: { t: 'Anvil' } });
    const two = await rig.arm('acme', 'bob', query, { variables: { t: 'Bolt' } });
    const named = await rig.arm('acme', 'bob', query, { variables: { t: 'Anvil' }, operationName: 'A' });
    expect(await executed(task())).toBe(2);
    expect(rig.got(one.connectionId)).toHaveLength(1);
    expect(rig.got(named.connectionId)).toHaveLength(1);
    expect(rig.got(two.connectionId)).toEqual([]);
  });

  it('reads a document once, and each operation once, although 5,000 clients have their own variables', () => {
    const operationOf = openOperations(rig.schema, rig.api.model);
    const query = 'subscription ($id: ID) { onCreateTask(filter: { id: { eq: $id } }) { id } }';
    const readAll = () =>
      Array.from({ length: 5_000 }, (_, id) =>
        operationOf({ query, operationName: null, variables: { id: String(id) } }),
      );
    const first = readAll();
    expect(new Set(first.map((one) => 'document' in one && one.document)).size).toBe(1);
    expect(readAll().every((one, at) => one === first[at])).toBe(true);
  });

  it('reads related rows after each event, and shares none between callers', async () => {
    const answer = await rig.api.ask(
      'alice',
      'mutation { createProject(input: { id: "p", name: "old" }) { id } }',
    );
    expect(answer.errors).toEqual([]);
    const query = 'subscription { onCreateTask { id project { name } } }';
    const bob = await rig.arm('acme', 'bob', query);
    const alice = await rig.arm('acme', 'alice', query);
    const before = rig.calls.length;
    await rig.deliver('acme', task('a', { projectTasksId: 'p' }));
    expect(rig.calls.slice(before).filter(({ command }) => command.name !== 'Query')).toHaveLength(2);
    await (await rig.subscriptionsOf('acme')).leave(alice.connectionId);
    // The row changes once the first event of the batch has read it.
    kit.afterRead = () =>
      rig.api.ask('alice', 'mutation { updateProject(input: { id: "p", name: "new" }) { id } }');
    await rig.deliver('acme', task('b', { projectTasksId: 'p' }), task('c', { projectTasksId: 'p' }));
    const names = ({ connectionId }: { connectionId: string }): readonly string[] =>
      titlesOf(connectionId).map((row) => (row as { project: { name: string } }).project.name);
    expect([names(alice), names(bob)]).toEqual([['old'], ['old', 'old', 'new']]);
  });

  it('reads once for a tenant without subscribers, and not at all without a topic of the model', async () => {
    rig.calls.length = 0;
    await rig.deliver('acme', task(), task(), task());
    expect(rig.calls.map(({ command }) => command.name)).toEqual(['Query']);
    rig.calls.length = 0;
    await rig.deliver('acme', created('Silent', { id: '1' }), announced('other', null));
    expect(rig.calls).toEqual([]);
  });

  it('reads once and consistently for each topic, and sends a subscription of several topics each of its events once', async () => {
    const query = 'subscription { touched { id title } }';
    const many = await rig.arm('acme', 'bob', query, { topics: ['Task'] });
    const report = await rig.arm('acme', 'bob', 'subscription { reported { name } }', {
      topics: ['Mutation.report'],
    });
    rig.calls.length = 0;
    const updated = change(
      { is: 'row', type: 'Task' },
      { event: 'MODIFY', rowEvent: { is: 'update', row: { id: '1', title: 'b' } } },
    );
    await rig.deliver('acme', task('a'), announced('report', { name: 'daily' }), updated);
    const consistent = { name: 'Query', input: { ConsistentRead: true } };
    expect(rig.calls.map(({ command }) => command)).toMatchObject([consistent, consistent]);
    expect(rig.got(many.connectionId).map(({ payload }) => payload.data?.['touched'])).toEqual([
      { id: '1', title: 'a' },
      { id: '1', title: 'b' },
    ]);
    expect(rig.got(report.connectionId).map(({ payload }) => payload.data)).toEqual([
      { reported: { name: 'daily' } },
    ]);
  });

  it('looks up all callers together, once in five seconds, and reads subscriptions for each batch', async () => {
    kit.ahead += 6_000;
    for (const user of ['bob', 'sam', 'alice']) await rig.arm('acme', user, TASK);
    kit.ahead += 6_000;
    const made = async (): Promise<readonly string[]> => {
      rig.calls.length = 0;
      rig.controlCalls.length = 0;
      await rig.deliver('acme', task('a'), task('b'));
      return [...rig.controlCalls, ...rig.calls].map(({ command }) => command.name);
    };
    expect(await made()).toEqual(['BatchGetItem', 'BatchGetItem', 'Query']);
    expect(await made()).toEqual(['Query']);
  });

  it('comes from the streams of tables, by the function of changes and with its rights', async () => {
    const behind = openBehind(rig.api);
    const bob = await rig.arm('acme', 'bob', TASK);
    const carol = await rig.arm('globex', 'carol', TASK);
    const report = await rig.arm('acme', 'bob', 'subscription { reported { name } }', {
      topics: ['Mutation.report'],
    });
    const touched = await rig.arm('acme', 'bob', 'subscription { touched { title } }');
    const mutate = async (mutation: string): Promise<void> => {
      expect((await rig.api.ask('alice', `mutation { ${mutation} }`)).errors).toEqual([]);
    };
    await mutate('createTask(input: { id: "s", title: "a" }) { id }');
    await mutate('updateTask(input: { id: "s", title: "b" }) { id }');
    await mutate('report { name }');
    await behind.changes();
    expect(titlesOf(bob.connectionId)).toEqual([{ id: 's', title: 'a' }]);
    expect(rig.got(carol.connectionId)).toEqual([]);
    const data = (connectionId: string) => rig.got(connectionId).map(({ payload }) => payload.data);
    expect(data(report.connectionId)).toEqual([{ reported: { name: 'daily' } }]);
    expect(data(touched.connectionId).map((one) => (one?.['touched'] as { title: string }).title)).toEqual([
      'a',
      'b',
    ]);
  });

  it('sends an error for an answer that is too large to be kept, whose mutation succeeds', async () => {
    const behind = openBehind(rig.api);
    const topics = ['Mutation.report'];
    const report = await rig.arm('acme', 'bob', 'subscription { made: reported { name } }', { topics });
    for (const name of ['x'.repeat(400_000), 'daily']) {
      kit.report = { name };
      const { data, errors } = await rig.api.ask('alice', 'mutation { report { name } }');
      expect([data, errors]).toEqual([{ report: { name } }, []]);
    }
    await behind.changes();
    const [lost, next] = rig.got(report.connectionId);
    expect([lost?.type, lost?.payload.data, codeOf(lost?.payload)]).toEqual([
      'next',
      { made: null },
      'PAYLOAD_TOO_LARGE',
    ]);
    expect(next?.payload.data).toEqual({ made: { name: 'daily' } });
  });

  it('names the event, by the same id each time', async () => {
    const { connectionId } = await rig.arm('acme', 'bob', TASK);
    const one = task();
    await rig.deliver('acme', one);
    await rig.deliver('acme', one);
    const ids = rig.got(connectionId).map(({ payload }) => payload.extensions);
    expect(ids).toEqual([{ eventId: one.eventId }, { eventId: one.eventId }]);
  });

  it('sends nothing for a change of another table than that of the tenant, or for a tenant that is gone', async () => {
    const { connectionId } = await rig.arm('acme', 'bob', TASK);
    await rig.deliver('acme', created('Task', { id: '1' }, { table: 'another' }));
    await rig.deliver('never-existed', task());
    expect(rig.got(connectionId)).toEqual([]);
  });

  it('reaches the subscribers of its tenant alone', async () => {
    const carol = await rig.arm('globex', 'carol', TASK);
    const bob = await rig.arm('acme', 'bob', TASK);
    await rig.deliver('acme', task('of acme'));
    await rig.deliver('globex', task('of globex'));
    expect(titlesOf(bob.connectionId)).toEqual([{ id: '1', title: 'of acme' }]);
    expect(titlesOf(carol.connectionId)).toEqual([{ id: '1', title: 'of globex' }]);
  });

  it("is in the form of AppSync's clients on their sockets", async () => {
    const protocol = 'graphql-ws';
    const { connectionId } = await rig.arm('acme', 'bob', 'subscription { onCreateTask { id cost } }', {
      protocol,
    });
    await rig.deliver('acme', task());
    const [frame] = rig.got(connectionId);
    expect(frame).toMatchObject({
      type: 'data',
      payload: {
        data: { onCreateTask: { cost: null } },
        errors: [{ errorType: 'Unauthorized', errorInfo: null }],
      },
    });
  });

  it('keeps the order of events on each connection, however long a post takes', async () => {
    const armed = [await rig.arm('acme', 'bob', TASK), await rig.arm('acme', 'bob', TASK)];
    const [slow] = armed;
    let left = 3;
    rig.gateway.onPost = async (connectionId) => {
      if (connectionId === slow?.connectionId) for (left -= 1; left > 0; left -= 1) await Promise.resolve();
      return true;
    };
    const titles = Array.from({ length: 20 }, (_, at) => String(at));
    await rig.deliver('acme', ...titles.map((title) => task(title)));
    for (const { connectionId } of armed)
      expect(titlesOf(connectionId)).toEqual(titles.map((title) => ({ id: '1', title })));
  });

  it.each([
    ['an owner', 'Note', 'owner', (own: string) => own, 'another::sue'],
    ['dynamic groups', 'Room', 'teams', () => ['ADMIN'], ['SALES']],
  ] as const)(
    'sends nothing of an update that hides a row by %s',
    async (_rule, type, field, mine, other) => {
      const query = `subscription { onUpdate${type} { id } }`;
      const { connectionId, caller } = await rig.arm('acme', 'alice', query, { topics: [type] });
      const own = caller.is === 'user' ? `${caller.claims.sub}::${caller.claims.username}` : '';
      const updated = (id: string, value: unknown): Change =>
        change(
          { is: 'row', type },
          { event: 'MODIFY', rowEvent: { is: 'update', row: { id, [field]: value } as Row } },
        );
      await rig.deliver('acme', updated('1', mine(own)), updated('1', other), updated('2', mine(own)));
      const got = rig.got(connectionId).map(({ payload }) => payload.data?.[`onUpdate${type}`]);
      expect(got).toEqual([{ id: '1' }, { id: '2' }]);
    },
  );

  it("informs AppSync's clients of an answer of more than 128 KB, and the subscription lives on", async () => {
    const { connectionId } = await rig.arm('acme', 'bob', 'subscription { onCreateTask { id body } }', {
      protocol: 'graphql-ws',
    });
    await rig.deliver('acme', created('Task', { id: '1', body: 'b'.repeat(131_072) }), task());
    const [large, next] = rig.got(connectionId);
    expect(large).toMatchObject({
      type: 'data',
      payload: {
        data: { onCreateTask: null },
        errors: [{ errorType: 'MalformedHttpRequestException', errorInfo: null }],
      },
    });
    expect(next?.payload.data).toEqual({ onCreateTask: { id: '1', body: null } });
  });

  it('replaces an answer of more than 128 KB by an error, and the subscription lives on', async () => {
    const { connectionId } = await rig.arm('acme', 'bob', 'subscription { onCreateTask { id title body } }');
    const [head, tail] = [
      '{"id":"op","type":"next","payload":{"data":{"onCreateTask":{"id":"1","title":"x","body":"',
      '"}},"extensions":{"eventId":"e0000"}}}',
    ];
    const fits = 128 * 1024 - head.length - tail.length;
    const large = (length: number, eventId: string): Change =>
      created('Task', { id: '1', title: 'x', body: 'b'.repeat(length) }, { eventId });
    await rig.deliver('acme', large(fits, 'e0001'), large(fits + 1, 'e0002'), task());
    const got = rig.got(connectionId);
    expect(rig.gateway.frames.get(connectionId)?.[0]).toHaveLength(128 * 1024);
    expect(
      got.map(({ type, payload }) => [type, codeOf(payload), payload.extensions?.eventId.slice(0, 2)]),
    ).toEqual([
      ['next', undefined, 'e0'],
      ['next', 'PAYLOAD_TOO_LARGE', 'e0'],
      ['next', undefined, expect.any(String)],
    ]);
    // The Amplify library drops an event without data.
    expect(got[1]?.payload).toMatchObject({ data: { onCreateTask: null } });
  });

  it('masks what is wrong inside, counts it as an internal failure, and sends the rest of the answer', async () => {
    const { connectionId } = await rig.arm(
      'acme',
      'bob',
      'subscription { onCreateTask { id project { name } } }',
    );
    kit.isFailing = true;
    const event = task('a', { projectTasksId: 'p' });
    const before = rig.api.log.length;
    await rig.deliver('acme', event);
    kit.isFailing = false;
    const failures = rig.api.log.slice(before).map(({ metrics }) => metrics?.Failures);
    expect(failures.filter((one) => one !== undefined)).toEqual([1]);
    const [frame] = rig.got(connectionId);
    expect(frame?.payload).toMatchObject({
      data: { onCreateTask: { id: '1', project: null } },
      errors: [
        { path: ['onCreateTask', 'project'], extensions: { code: 'INTERNAL', requestId: event.eventId } },
      ],
    });
    expect(JSON.stringify(frame)).not.toContain('The disk');
  });
});
