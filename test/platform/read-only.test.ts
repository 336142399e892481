import { compile } from '../../src/engine/index.ts';
import { readServedSources } from '../../src/app/schema-sources.ts';
import { readModel } from '../../src/model/index.ts';
import { platformResolvers } from '../../src/platform/index.ts';
import type { Send } from '../../src/store/index.ts';
import type { Command, Item } from '../../src/store/dynamo/driver/send.ts';
import type { TenantRecord } from '../../src/tenant/index.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { operationsOnOwn, type Operation } from '../isolation/operations.ts';
import { sampleRows } from '../isolation/sample-rows.ts';

const { model } = readModel(readServedSources(FIXTURE.schema));
const rows = sampleRows(model, { tenant: 'acme', username: 'olga', group: 'ADMIN' });
const firstRows = Object.fromEntries(
  Object.entries(rows).flatMap(([type, [row]]) => (row ? [[type, row]] : [])),
);
const operations = operationsOnOwn(compile(model, platformResolvers), firstRows);

/**
 * What a client may do to a read-only tenant: export its data before it is closed, and read the audit, which seals
 * waiting events first.
 */
const ALLOWED = /export|audit/i;

/** Write commands of both tables. None is executed, so that every operation meets the same rows. */
const writes: Command[] = [];
const barred =
  (send: Send): Send =>
  (command, options) => {
    if (!open && /^(Put|Update|Delete|Transact)/.test(command.name) && !onlyRecords(command)) {
      writes.push(command);
      throw new Error('This write would have been done.');
    }
    return send(command, options);
  };
let open = true;

/** Returns true if a command only records events or usage. */
function onlyRecords(command: Command): boolean {
  if (command.name === 'UpdateItem') return isUsage(command.input.Key);
  if (command.name === 'PutItem') return isUsage(command.input.Item);
  const items = command.name === 'TransactWriteItems' ? command.input.TransactItems : [];
  return items.length > 0 && items.every((item) => 'Put' in item && 'action' in item.Put.Item);
}

function isUsage({ pk }: Item): boolean {
  return typeof pk === 'string' && /^(USAGE|FLEET)#/.test(pk);
}

const READ_ONLY: Readonly<Record<string, Partial<TenantRecord>>> = {
  'that is suspended with the mode READ_ONLY': {
    status: 'SUSPENDED',
    suspension: { mode: 'READ_ONLY', reason: 'The bill is open.' },
  },
  'that is being closed': { status: 'OFFBOARDING', graceEndsAt: '2026-03-31T00:00:00.000Z' },
};

let api: TestApi;
/** The codes of each operation while the tenant is active: INTERNAL if it tried to write. */
const whileActive = new Map<Operation, unknown[]>();

const codesOf = async ({ query, variables }: Operation): Promise<unknown[]> =>
  (await api.ask('olga', query, variables)).errors.map(({ extensions }) => extensions['code']);

beforeAll(async () => {
  api = await openTestApi({
    seed: { rows: { acme: rows, globex: {} } },
    now: () => now,
    through: barred,
    throughControl: barred,
  });
  open = false;
  for (const operation of operations) whileActive.set(operation, await codesOf(operation));
});
afterAll(() => api.close());

/** The clock, which moves past the lifetime of a look-up when the tenant changes. */
let now = Date.parse('2026-03-01T00:00:00Z');

test('the tested operations write to every type, by generated mutations, custom mutations and those of the platform', () => {
  const writing = operations.filter(
    (operation) => !ALLOWED.test(operation.title) && whileActive.get(operation)?.includes('INTERNAL'),
  );
  const fields = new Set(writing.map(({ title }) => title.split(' ')[1]));
  for (const { name } of Object.values(model.models)) expect([...fields]).toContain(`update${name}`);
  expect([...fields]).toEqual(expect.arrayContaining(['addTask', 'closeProject', 'updateTenantSettings']));
  expect(writing.filter(({ title }) => title.startsWith('query'))).toEqual([]);
});

test.each(Object.entries(READ_ONLY))(
  'a tenant %s can be read, and refuses every write with READ_ONLY before it is sent',
  async (_title, state) => {
    open = true;
    await api.register.changeTenant('acme', state);
    open = false;
    now += 5000;
    writes.length = 0;
    for (const operation of operations.filter(({ title }) => !ALLOWED.test(title))) {
      const before = whileActive.get(operation) ?? [];
      const expected = before.map((code) => (code === 'INTERNAL' ? 'READ_ONLY' : code));
      const codes = await codesOf(operation);
      // A mutation that fails for another reason may get either code.
      const early =
        operation.title.startsWith('mutation') && before.length > 0 && codes.includes('READ_ONLY');
      if (!early) expect([operation.title, codes]).toEqual([operation.title, expected]);
    }
    expect(writes).toEqual([]);
  },
  60_000,
);
