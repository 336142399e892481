import type { Answer } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { dump } from './dump.ts';
import { isReplay, isWrite, losesAll, openIdempotencyRig, type IdempotencyRig } from './idempotency-rig.ts';

let rig: IdempotencyRig;
beforeAll(async () => {
  rig = await openIdempotencyRig();
});
afterAll(() => rig.api.close());
beforeEach(() => {
  Object.assign(rig, { ahead: 0, runs: 0, isLost: () => false });
});

describe('a mutation whose answers are all lost', () => {
  it.each<[string, string, string]>([
    ['a create', 'lost', 'mutation { createTag(input: { name: "lost" }) { name } }'],
    ['a create with effects', 'unheard', 'mutation { createTicket(input: { title: "unheard" }) { title } }'],
    ['a batch', 'both', 'mutation { createTags(input: [{ name: "both" }, { name: "both" }]) { name } }'],
  ])('makes its rows once when it is repeated: %s', async (_title, name, query) => {
    const key = rig.newKey();
    rig.isLost = losesAll;
    const first = await rig.ask('alice', key, query);
    expect(first.errors[0]?.extensions).toMatchObject({ code: 'TIMEOUT', outcome: 'UNKNOWN' });
    expect(first.errors[0]?.message).toContain('"idempotency-key"');
    rig.isLost = () => false;
    const second = await rig.ask('alice', key, query);
    expect(isReplay(second)).toEqual(['true', expect.anything()]);
    expect(dataOf(second)).toEqual(dataOf(await rig.ask('alice', key, query)));
    const type = name === 'unheard' ? 'Ticket' : 'Tag';
    expect(await rig.named(type, name)).toBe(name === 'both' ? 2 : 1);
  });

  it('is found by what it keeps, so that the first request succeeds', async () => {
    rig.isLost = isWrite;
    const answer = await rig.ask('alice', rig.newKey(), 'mutation { addTicket(title: "found") { number } }');
    rig.isLost = () => false;
    expect(dataOf(answer)).toEqual({ addTicket: { number: expect.any(Number) as number } });
    expect(await rig.named('Ticket', 'found')).toBe(1);
  });

  it('makes one API key, and the repeat shows its text, which is nowhere in the tables', async () => {
    const key = rig.newKey();
    const make =
      'mutation { createApiKey(input: { name: "heard", roles: ["ADMIN"] }) { text apiKey { id } } }';
    rig.isLost = (command) => losesAll(command) && JSON.stringify(command).includes('ANSWER#');
    expect((await rig.ask('alice', key, make)).errors[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    rig.isLost = () => false;
    const { text, apiKey } = dataOf(await rig.ask('alice', key, make))['createApiKey'] as {
      text: string;
      apiKey: { id: string };
    };
    expect(dataOf(await rig.api.askAs(text, '{ tenant { id } }'))).toEqual({ tenant: { id: 'acme' } });
    const { data } = await rig.ask('alice', null, '{ apiKeys { items { name } } }');
    const { items } = data?.['apiKeys'] as { items: { name: string }[] };
    expect(items.filter(({ name }) => name === 'heard')).toHaveLength(1);
    expect(JSON.stringify(await dump(rig.api))).not.toContain(text.slice(`tql_${apiKey.id}_`.length));
  });

  it('makes one API key of 20 requests at once, which get equal answers', async () => {
    const key = rig.newKey();
    const make =
      'mutation { createApiKey(input: { name: "crowd", roles: ["ADMIN"] }) { text apiKey { id } } }';
    const answers = await Promise.all(Array.from({ length: 20 }, () => rig.ask('alice', key, make)));
    expect(new Set(answers.map((answer) => JSON.stringify(dataOf(answer)))).size).toBe(1);
    const { data } = await rig.ask('alice', null, '{ apiKeys { items { name } } }');
    const { items } = data?.['apiKeys'] as { items: { name: string }[] };
    expect(items.filter(({ name }) => name === 'crowd')).toHaveLength(1);
  });

  it('invites once, and the repeat shows the token', async () => {
    const key = rig.newKey();
    const query =
      'mutation { inviteMember(input: { email: "new@acme.test", roles: ["MEMBER"] }) { token invitation { id } } }';
    rig.isLost = (command) => losesAll(command) && JSON.stringify(command).includes('ANSWER#');
    expect((await rig.ask('alice', key, query)).errors[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    rig.isLost = () => false;
    const second = await rig.ask('alice', key, query);
    expect(dataOf(second)).toEqual(dataOf(await rig.ask('alice', key, query)));
    expect(codesOf(await rig.ask('alice', rig.newKey(), query))).toEqual(['ALREADY_EXISTS']);
  });
});

describe('a mutation of a resolver', () => {
  const steps = (key: string | null, name: string, then: string): Promise<Answer> =>
    rig.ask(
      'alice',
      key,
      'mutation ($name: String!, $then: String!) { twoSteps(name: $name, then: $then) { id name } }',
      {
        name,
        then,
      },
    );

  it('runs once, and draws one number of a sequence', async () => {
    const key = rig.newKey();
    const query = 'mutation { addTicket(title: "numbered") { id number } }';
    const first = await rig.ask('alice', key, query);
    expect(dataOf(await rig.ask('alice', key, query))).toEqual(dataOf(first));
    expect(rig.runs).toBe(1);
    const next = await rig.ask('alice', rig.newKey(), 'mutation { addTicket(title: "next") { number } }');
    const numberOf = ({ data }: Answer): number => (data?.['addTicket'] as { number: number }).number;
    expect(numberOf(next)).toBe(numberOf(first) + 1);
  });

  it('that writes in two steps is replayed with its last answer', async () => {
    const key = rig.newKey();
    const first = await steps(key, 'stepped', '');
    expect(first.data).toMatchObject({ twoSteps: { name: 'stepped, twice' } });
    expect(dataOf(await steps(key, 'stepped', ''))).toEqual(dataOf(first));
    expect([rig.runs, await rig.named('Tag', 'stepped')]).toEqual([1, 1]);
  });

  it('that refuses after it has written is refused again, and does not run again', async () => {
    const key = rig.newKey();
    for (const _attempt of [1, 2]) {
      const answer = await steps(key, 'enough', 'REFUSE');
      expect([codesOf(answer), answer.errors[0]?.message]).toEqual([['ENOUGH'], 'Enough.']);
    }
    expect([rig.runs, await rig.named('Tag', 'enough')]).toEqual([1, 1]);
  });

  it.each([
    ['BREAK', 'INTERNAL'],
    ['CROWD', 'THROTTLED'],
  ])(
    'that ends with %s after it has written has an unknown outcome, and does not run again',
    async (then, code) => {
      const key = rig.newKey();
      const first = await steps(key, then, then);
      const second = await steps(key, then, then);
      expect(first.errors[0]?.extensions).toMatchObject({ code, outcome: 'UNKNOWN' });
      expect(second.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', outcome: 'UNKNOWN' });
      for (const { errors } of [first, second]) expect(errors[0]?.extensions).not.toHaveProperty('retryable');
      expect([rig.runs, await rig.named('Tag', then)]).toEqual([1, 1]);
    },
  );

  it('that is throttled after it has written invites no retry without a key', async () => {
    const { errors } = await steps(null, 'keyless', 'CROWD');
    expect(errors[0]?.extensions).toMatchObject({ code: 'THROTTLED', outcome: 'UNKNOWN' });
    expect(errors[0]?.extensions).not.toHaveProperty('retryable');
  });

  it('that is still running answers a repeat when it has ended; one that was cut off never runs again', async () => {
    const key = rig.newKey();
    let wake = (): void => undefined;
    const asleep = new Promise<void>((began) => {
      rig.sleep = () => {
        began();
        return new Promise((resolve) => (wake = resolve));
      };
    });
    const first = steps(key, 'running', 'SLEEP');
    await asleep;
    const during = await steps(key, 'running', 'SLEEP');
    expect(during.errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      retryable: true,
      retryAfter: expect.any(Number) as number,
    });
    rig.ahead = 31_000;
    const later = await steps(key, 'running', 'SLEEP');
    expect(later.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', outcome: 'UNKNOWN' });
    wake();
    expect((await first).data).toMatchObject({ twoSteps: { name: 'running, twice' } });
    expect(dataOf(await steps(key, 'running', 'SLEEP'))).toEqual(dataOf(await first));
  });

  it('makes one row of 20 requests at once, which get equal answers', async () => {
    const key = rig.newKey();
    const query = 'mutation { addTicket(title: "crowd") { id number } }';
    const answers = await Promise.all(Array.from({ length: 20 }, () => rig.ask('alice', key, query)));
    expect(new Set(answers.map((answer) => JSON.stringify(dataOf(answer)))).size).toBe(1);
    expect(await rig.named('Ticket', 'crowd')).toBe(1);
  });

  it('that writes nothing runs each time', async () => {
    const key = rig.newKey();
    for (const count of [1, 2])
      expect(dataOf(await rig.ask('alice', key, 'mutation { readOnly }'))).toEqual({ readOnly: count });
  });
});

describe('an operator with an idempotency key', () => {
  const operate = async (key: string, query: string, user = 'opal'): Promise<Answer> =>
    rig.api.askOperatorAs(
      await rig.api.operatorToken(user),
      `mutation { ${query} }`,
      {},
      { 'idempotency-key': key },
    );

  it('creates one tenant, and is refused with other input', async () => {
    const key = rig.newKey();
    const create = (name: string) =>
      operate(
        key,
        `createTenant(input: { name: "${name}", plan: "team", ownerEmail: "o@keyed.test" }) { tenant { id } }`,
      );
    const first = dataOf(await create('Keyed'));
    expect(dataOf(await create('Keyed'))).toEqual(first);
    expect(codesOf(await create('Other'))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    const listed = (await rig.api.askOperator('sid', '{ tenants(limit: 100) { items { name } } }')).data;
    const { items } = listed?.['tenants'] as { items: { name: string }[] };
    expect(items.filter(({ name }) => ['Keyed', 'Other'].includes(name))).toHaveLength(1);
  });

  it('gets the key of an impersonation again, after its answer was lost', async () => {
    await rig.ask(
      'alice',
      null,
      'mutation { updateTenantSettings(input: { allowImpersonation: true }) { id } }',
    );
    const [key, query] = [rig.newKey(), 'impersonate(tenantId: "acme", reason: "Ticket 4711") { id key }'];
    rig.isLost = (command) => losesAll(command) && JSON.stringify(command).includes('REQUEST#');
    expect((await operate(key, query, 'sid')).errors[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    rig.isLost = () => false;
    const second = await operate(key, query, 'sid');
    expect(isReplay(second)).toEqual(['true', ['impersonate']]);
    expect(dataOf(second)).toEqual(dataOf(await operate(key, query, 'sid')));
    const { key: text } = dataOf(second)['impersonate'] as { key: string };
    expect(dataOf(await rig.api.askAs(text, '{ tenant { id } }'))).toEqual({ tenant: { id: 'acme' } });
    expect(dataOf(await operate(key, query))).not.toEqual(dataOf(second));
  });
});

describe('a delete', () => {
  it('that becomes a job begins it once, and its repeat gets the row', async () => {
    const { data } = await rig.ask(
      'alice',
      null,
      'mutation { createTicket(input: { title: "large" }) { id } }',
    );
    const { id } = data?.['createTicket'] as { id: string };
    const notes = (at: number) =>
      `mutation ($id: ID!) { createNotes(input: [${Array.from({ length: 30 }, (_, n) => `{ text: "${at}.${n}", ticketId: $id }`).join(', ')}]) { id } }`;
    for (const at of [1, 2, 3, 4]) dataOf(await rig.ask('alice', rig.newKey(), notes(at), { id }));
    const key = rig.newKey();
    const drop = 'mutation ($id: ID!) { deleteTicket(input: { id: $id }) { title } }';
    for (const _attempt of [1, 2])
      expect(dataOf(await rig.ask('alice', key, drop, { id }))).toEqual({ deleteTicket: { title: 'large' } });
    expect(
      dataOf(
        await rig.ask(
          'alice',
          null,
          '{ listNotes(filter: { ticketId: { eq: "' + id + '" } }) { items { id } } }',
        ),
      ),
    ).toEqual({
      listNotes: { items: [] },
    });
  });
});
