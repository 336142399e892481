import type { UsageFigures } from '../../src/store/index.ts';
import { recordCalls, type Call } from '../../src/store/dynamo/driver/record.ts';
import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { parseCsv } from './parse-csv.ts';

const READS = ['GetItem', 'BatchGetItem', 'Query'];
const FIGURES = '{ requests errors cost rcu wcu ms bytes rowsRead rowsWritten connectionMinutes messages }';
const MAKE = 'mutation Make($name: String!) { createLabel(input: { name: $name }) { id name } }';
const LIST = 'query List { listLabels { items { id name } } }';

interface Usage {
  readonly total: UsageFigures;
  readonly days: readonly { readonly day: string; readonly figures: UsageFigures }[];
  readonly operations: readonly { readonly operation: string; readonly figures: UsageFigures }[];
}
const usageOf = (from: string, to = from): string =>
  `usage(from: "${from}", to: "${to}")
    { total ${FIGURES} days { day figures ${FIGURES} } operations { operation figures ${FIGURES} } }`;

/** Returns the capacity that the emulator reported for the calls of one tenant. */
function answered(calls: readonly Call[], tenant: string): { rcu: number; wcu: number } {
  const own = calls.filter(({ command }) => JSON.stringify(command.input).includes(`T#${tenant}#`));
  const sum = (reads: boolean): number =>
    own
      .filter(({ command }) => READS.includes(command.name) === reads)
      .reduce((total, { output }) => total + (output?.capacity ?? 0), 0);
  return { rcu: sum(true), wcu: sum(false) };
}

const anything: unknown = expect.any(Number);

/** Each test has its own day, at noon. */
let day = '2026-03-01';
let time = Date.parse(`${day}T12:00:00Z`);
function nextDay(): void {
  time = Date.parse(`${day}T12:00:00Z`) + 86_400_000;
  day = new Date(time).toISOString().slice(0, 10);
}

let api: TestApi;
const calls: Call[] = [];
beforeAll(async () => {
  api = await openTestApi({
    now: () => time,
    // Usage does not depend on the table of the rows.
    silos: ['globex'],
    through: (send) => recordCalls(send, calls).send,
  });
  await api.register.putMembership({
    tenantId: 'globex',
    userId: api.cognito.user('sam')?.sub ?? '',
    username: 'sam',
    roles: ['VIEWER'],
  });
});
beforeEach(nextDay);
afterAll(() => api.close());

async function usage(user: string, from = day, to = from): Promise<Usage> {
  const { data, errors } = await api.ask(user, `{ tenant { ${usageOf(from, to)} } }`);
  expect(errors).toEqual([]);
  return (data?.['tenant'] as { usage: Usage }).usage;
}

describe('tenant.usage', () => {
  it('counts the capacity of two tenants with concurrent requests exactly as DynamoDB reports it', async () => {
    const before = calls.length;
    const made = await api.ask('alice', MAKE, { name: 'to be changed' });
    const { id } = made.data?.['createLabel'] as { id: string };
    await api.ask('alice', `mutation { updateLabel(input: { id: "${id}", name: "b" }) { id } }`);
    await api.ask('alice', `mutation { deleteLabel(input: { id: "${id}" }) { id } }`);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => {
        const user = at % 4 === 0 ? 'carol' : 'alice';
        if (at % 3 === 0) return api.ask(user, LIST);
        if (at % 7 === 0) return api.ask(user, 'mutation { deleteLabel(input: { id: "nowhere" }) { id } }');
        return api.ask(user, MAKE, { name: 'a label '.repeat((at * at) % 700) });
      }),
    );
    const asked = calls.slice(before);
    const [acme, globex] = [await usage('olga'), await usage('omar')];
    expect(acme.total).toMatchObject({ requests: 33, ...answered(asked, 'acme') });
    expect(globex.total).toMatchObject({ requests: 10, ...answered(asked, 'globex') });
    expect(acme.total.wcu).toBeGreaterThan(0);
    expect(acme.total.rcu).toBeGreaterThan(0);
    const units = asked.reduce((sum, { output }) => sum + (output?.capacity ?? 0), 0);
    expect(acme.total.rcu + acme.total.wcu + globex.total.rcu + globex.total.wcu).toBe(units);
    const failed = answers.filter(({ errors }) => errors.length > 0).length;
    expect(failed).toBeGreaterThan(0);
    expect(acme.total.errors + globex.total.errors).toBe(failed);
  });

  it('counts the bytes of answers, and the rows read and written', async () => {
    const body = { query: 'query Labels { listLabels(limit: 3) { items { id } } }' };
    const authorization = `Bearer ${await api.token('alice')}`;
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/json' };
    const listed = await api.handle({ headers, body: JSON.stringify(body) });
    await api.ask('alice', MAKE, { name: 'one row' });
    const { operations } = await usage('alice');
    const figures = (name: string) => operations.find(({ operation }) => operation === name)?.figures;
    // A page reads one row more, to know whether another page follows.
    expect(figures('Labels')).toMatchObject({ bytes: Buffer.byteLength(listed.body), rowsRead: 4 });
    expect(figures('Labels')?.ms).toBeGreaterThanOrEqual(1);
    expect(figures('Make')).toMatchObject({ rowsWritten: 1, rowsRead: 0 });
  });

  it('is grouped by the name of the operation or its first root field, and adds up to the total', async () => {
    const long = `L${'o'.repeat(64)}ng`;
    await api.ask('alice', LIST);
    await api.ask('alice', '{ listLabels { items { id } } me { id } }');
    await api.ask('alice', `query ${long} { listLabels { items { id } } }`);
    await api.ask('alice', 'fragment F on Query { me { id } } { ...F }');
    const { total, operations, days } = await usage('alice');
    const counts = operations.map(({ operation, figures }) => [operation, figures.requests]);
    expect(Object.fromEntries(counts)).toEqual({ List: 1, listLabels: 2, other: 1 });
    const sum = operations.reduce((rcu, { figures }) => rcu + figures.rcu, 0);
    expect(sum).toBe(total.rcu);
    expect(days).toEqual([{ day, figures: total }]);
    const units = operations.map(({ figures }) => figures.cost);
    expect(units).toEqual([...units].sort((a, b) => b - a));
  });

  it('counts a request with any error once, and no request with an invalid token', async () => {
    await api.ask('alice', '{ this is no document');
    await api.ask('alice', '{ noSuchField }');
    await api.ask('alice', 'mutation { closeProject(id: "nowhere") { id } }');
    await api.ask('alice', '{ a: getLabel(id: "x") { id } }');
    const headers = {
      authorization: `Bearer ${await api.token('alice')}`,
      'content-type': 'application/json',
    };
    await api.handle({ headers, body: '{}' });
    await api.handle({ headers: { ...headers, authorization: 'Bearer nonsense' }, body: '{"query":"{a}"}' });
    const { total } = await usage('alice');
    expect(total).toMatchObject({ requests: 5, errors: 4 });
  });

  it('counts a request on the UTC day on which it ends', async () => {
    time = Date.parse(`${day}T23:59:59.999Z`);
    await api.ask('alice', LIST);
    const first = day;
    nextDay();
    time = Date.parse(`${day}T00:00:00Z`);
    await api.ask('alice', LIST);
    await api.ask('alice', LIST);
    const { days, total } = await usage('alice', first, day);
    expect(days.map((each) => [each.day, each.figures.requests])).toEqual([
      [first, 1],
      [day, 2],
    ]);
    expect(total.requests).toBe(3);
  });

  it('contains only the usage of the tenant itself', async () => {
    await api.ask('alice', LIST);
    expect((await usage('omar')).total.requests).toBe(0);
    const { operations } = await usage('omar');
    expect(operations.map(({ operation }) => operation)).not.toContain('List');
    expect((await usage('olga')).operations.map(({ operation }) => operation)).toContain('List');
  });

  it('is refused to a MEMBER and a VIEWER, who lack TenantUsage:read', async () => {
    const query = `{ tenant { id ${usageOf(day)} } }`;
    const refused: Answer[] = [
      await api.ask('bob', query),
      await api.ask('dave', query),
      await api.ask('sam', query, {}, 'globex'),
    ];
    for (const { data, errors } of refused) {
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ path: ['tenant', 'usage'], extensions: { code: 'FORBIDDEN' } }]);
    }
  });

  it.each([
    ['2026-01-01', '2027-01-02', 'From "from" to "to" there may be at most 366 days.'],
    ['2026-01-02', '2026-01-01', 'The argument "to" must not lie before "from".'],
    ['2026-01-01+02:00', '2026-01-02', 'The argument "from" must be a day of UTC such as 2026-01-31.'],
  ])('refuses the days from %s to %s', async (from, to, message) => {
    const { errors } = await api.ask('alice', `{ tenant { ${usageOf(from, to)} } }`);
    expect(errors).toMatchObject([{ message, extensions: { code: 'INVALID_ARGUMENTS' } }]);
  });

  it('accepts the days of a whole leap year', async () => {
    expect((await usage('alice', '2024-01-01', '2024-12-31')).total.requests).toBe(0);
  });
});

describe("the operators' view", () => {
  const ask = async (query: string): Promise<Readonly<Record<string, unknown>>> => {
    const { data, errors } = await api.askOperator('opal', query);
    expect(errors).toEqual([]);
    return data ?? {};
  };

  it('shows the same usage of a tenant as the tenant sees', async () => {
    await api.ask('alice', LIST);
    const own = await usage('omar');
    expect(
      await ask(`{ usage(tenantId: "globex", from: "${day}", to: "${day}") { total ${FIGURES} } }`),
    ).toEqual({
      usage: { total: { ...own.total, requests: 1, ms: anything, bytes: anything } },
    });
    expect(await ask(`{ usage(tenantId: "unknown", from: "${day}", to: "${day}") { from } }`)).toEqual({
      usage: null,
    });
  });

  it('lists the usage of all tenants by id, in pages, with their seats', async () => {
    const from = day;
    await api.ask('omar', LIST);
    nextDay();
    await api.ask('alice', LIST);
    await api.ask('omar', LIST);
    const page = (more: string): string =>
      `{ fleetUsage(from: "${from}", to: "${day}"${more}) { nextToken items {
          tenantId seats tenant { name } total { requests } days { day figures { requests } } } } }`;
    interface Fleet {
      readonly fleetUsage: { readonly items: readonly unknown[]; readonly nextToken: string | null };
    }
    const { fleetUsage: all } = (await ask(page(''))) as unknown as Fleet;
    const seats = async (id: string) => (await api.control.get('tenant', { id }))?.seats;
    expect(all).toMatchObject({
      nextToken: null,
      items: [
        { tenantId: 'acme', seats: await seats('acme'), total: { requests: 1 } },
        {
          tenantId: 'globex',
          seats: await seats('globex'),
          total: { requests: 2 },
          days: [
            { day: from, figures: { requests: 1 } },
            { day, figures: { requests: 1 } },
          ],
        },
      ],
    });
    const { fleetUsage: first } = (await ask(page(', limit: 1'))) as unknown as Fleet;
    const { fleetUsage: second } = (await ask(
      page(`, limit: 1, nextToken: "${first.nextToken ?? ''}"`),
    )) as unknown as Fleet;
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.nextToken).toBeNull();
    const { fleetUsage: one } = (await ask(
      page(', limit: 1').replace(`from: "${from}"`, `from: "${day}"`),
    )) as unknown as Fleet;
    expect(one).toMatchObject({ items: [{ tenantId: 'acme' }], nextToken: expect.any(String) as unknown });
  });

  it('returns a CSV for billing that parses back and contains no formula', async () => {
    const name = '=HYPERLINK("https://x.test","a, b")\r\nnext';
    await api.register.changeTenant('globex', { name });
    await api.ask('omar', LIST);
    await api.ask('alice', LIST);
    await api.ask('alice', MAKE, { name: 'billed' });
    const own = await usage('olga');
    const { usageCsv } = await ask(`{ usageCsv(from: "${day}", to: "${day}") }`);
    const [head = [], ...lines] = parseCsv(String(usageCsv));
    const read = lines.map((line) => Object.fromEntries(line.map((cell, at) => [head[at] ?? '', cell])));
    expect(read.map(({ tenant }) => tenant)).toEqual(['acme', 'globex']);
    expect(read[1]).toMatchObject({ name: `'${name}`, day, requests: '1', plan: 'enterprise' });
    const { wcu, rowsWritten } = own.total;
    expect(read[0]).toMatchObject({ requests: '3', wcu: String(wcu), rowsWritten: String(rowsWritten) });
    expect(String(usageCsv)).toMatch(/\r\n$/);
  });

  it('refuses the usage of all tenants for more than 31 days', async () => {
    for (const field of ['usageCsv(A)', 'fleetUsage(A) { nextToken }']) {
      const query = `{ ${field.replace('A', 'from: "2026-01-01", to: "2026-02-01"')} }`;
      expect((await api.askOperator('opal', query)).errors).toMatchObject([
        { extensions: { code: 'INVALID_ARGUMENTS' } },
      ]);
    }
  });
});
