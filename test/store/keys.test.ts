import fc from 'fast-check';

import type { ModelType } from '../../src/model/index.ts';
import type { Access, Row } from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { commandFor } from '../../src/store/dynamo/commands/command.ts';
import { encodeNumber, encodeText } from '../../src/store/dynamo/keys/encoding.ts';
import { indexKey, PK, rowKey, SK } from '../../src/store/dynamo/keys/keys.ts';
import { Refusal } from '../../src/tenant/index.ts';
import { scopeOf } from '../tenants.ts';
import { everything, task, typeOf } from './sample-types.ts';

fc.configureGlobal({ seed: 20261124, numRuns: 300 });

/** Text that could break separators, escapes, wildcards and orders. */
const hostileText = fc.oneof(
  fc.string({
    unit: fc.constantFrom('#', '$', 'T', 'a', 'S', '0', '\0', '!', '%', '*', '~', '\uffff', '\u{1f600}'),
  }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const hostileName = hostileText.filter((text) => text !== '');
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1),
);
/** DynamoDB holds 1e-130 to 9.99e125. */
const storedNumber = number.filter((one) => one === 0 || (Math.abs(one) > 1e-130 && Math.abs(one) < 1e125));
const tenantName = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/),
  fc.constantFrom('a', 'a-', 'a-b', '0', 't', 'seq'),
);
const bytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

test('encoded text is injective, keeps the order of UTF-8 bytes and contains no separator', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (a, b) => {
      expect(bytes(encodeText(a), encodeText(b))).toBe(bytes(a, b));
      expect(bytes(`${encodeText(a)}#`, `${encodeText(b)}#`)).toBe(bytes(a, b));
      expect(encodeText(a)).not.toMatch(/[\0-#]/);
    }),
  );
});

test('encoded numbers are injective and keep their order, and -0 is encoded as 0', () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(bytes(encodeNumber(a), encodeNumber(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      expect(encodeNumber(a)).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
  expect(encodeNumber(-0)).toBe(encodeNumber(0));
});

test('composite keys sort by their first field, then by their second', () => {
  const type = typeOf('Task', { fields: ['a', 'b'], key: ['a', 'b'] });
  const { tenantId } = scopeOf('t');
  const sk = (row: Row): string => rowKey(tenantId, type, row)[SK];
  fc.assert(
    fc.property(hostileText, number, hostileText, number, (a, b, a2, b2) => {
      const expected = bytes(a, a2) || (b < b2 ? -1 : b > b2 ? 1 : 0);
      expect(bytes(sk({ a, b }), sk({ a: a2, b: b2 }))).toBe(expected);
    }),
  );
});

const hostileType = fc.tuple(hostileName, hostileName, hostileName).map(([name, one, two]) =>
  typeOf(name, {
    fields: ['a', 'b', 'c'],
    key: ['id', 'c'],
    indexes: { [one]: ['a', 'b'], [`${two}2`]: ['b'] },
  }),
);
const hostileRow = fc.record({ id: hostileText, a: hostileText, b: storedNumber, c: hostileText });

test('two keys are equal exactly when their tenant, type, index and values are equal', () => {
  const place = fc.record({
    tenant: tenantName,
    type: hostileType,
    row: hostileRow,
    at: fc.constantFrom(-1, 0, 1),
  });
  const key = ({
    tenant,
    type,
    row,
    at,
  }: {
    tenant: string;
    type: ModelType;
    row: Row;
    at: number;
  }): string => {
    const { tenantId } = scopeOf(tenant);
    const index = type.indexes[at];
    if (index) return JSON.stringify([index.slot, indexKey(tenantId, type, index, row)]);
    const { [PK]: pk, [SK]: sk } = rowKey(tenantId, type, row);
    return JSON.stringify([0, { pk, sk }]);
  };
  const identity = ({
    tenant,
    type,
    row,
    at,
  }: {
    tenant: string;
    type: ModelType;
    row: Row;
    at: number;
  }): string => {
    const index = type.indexes[at];
    const fields = [...(index ? [index.hash, ...index.sort] : []), type.key.hash, ...type.key.sort];
    const values = fields.map((field) => row[field]).map((value) => (value === 0 ? 0 : value));
    return JSON.stringify([tenant, type.number, index?.number, values]);
  };
  fc.assert(
    fc.property(place, place, fc.boolean(), (a, b, similar) => {
      // Half of the pairs share their values, so that only names and tenants differ.
      const other = similar ? { ...b, row: a.row } : b;
      expect(key(a) === key(other)).toBe(identity(a) === identity(other));
    }),
  );
});

const writeOf = (type: ModelType, row: Row, other: Row) => {
  const { id: _, c: __, ...set } = other;
  const key = { id: row.id ?? '', c: row.c ?? '' };
  return [
    { op: 'put', type, row, condition: null },
    { op: 'update', type, key, set, condition: { field: 'a', op: 'eq', value: other.a ?? '' } },
    { op: 'update', type, key, set: { a: other.a ?? '' }, condition: null, current: row },
    { op: 'update', type, key, set: { b: null }, condition: null, current: row },
    { op: 'delete', type, key, condition: null },
    { op: 'advance', name: JSON.stringify(row.id), from: 0, to: 1 },
  ] as const;
};

const accesses = fc
  .tuple(hostileType, hostileRow, hostileRow)
  .map(([type, row, other]): readonly Access[] => {
    const { id, a, b, c } = row;
    const [byA, byB] = type.indexes;
    const writes = writeOf(type, row, other);
    const query = { ...everything, type };
    return [
      ...writes,
      { op: 'transact', writes },
      { op: 'get', type, key: row },
      { op: 'sequence', name: id },
      query,
      { ...query, where: [id, c] },
      {
        ...query,
        where: [id],
        range: { op: 'beginsWith', value: [c] },
        filter: { field: 'a', op: 'eq', value: a },
      },
      { ...query, index: byA ?? null, where: [a], range: { op: 'between', from: [b], to: [other.b] } },
      { ...query, index: byA ?? null, where: [a, b] },
      { ...query, index: byB ?? null, where: [b], direction: 'DESC' },
    ];
  });

/** Returns every partition key, of the table or of an index, in a command. */
function partitionKeys(command: Command): string[] {
  const { input } = command;
  const parts: readonly object[] =
    'TransactItems' in input
      ? input.TransactItems.map((item): object => Object.values(item)[0] as object)
      : [input];
  return parts.flatMap((part) => {
    const { Key, Item, UpdateExpression, KeyConditionExpression, ...rest } = part as Record<string, unknown>;
    const names = (rest.ExpressionAttributeNames ?? {}) as Record<string, string>;
    const values = (rest.ExpressionAttributeValues ?? {}) as Row;
    const assigned = [
      ...`${String(UpdateExpression)} ${String(KeyConditionExpression)}`.matchAll(/(#n\d+) = (:v\d+)/g),
    ];
    return [
      ...Object.entries({ ...(Key as Row), ...(Item as Row) }),
      ...assigned.map(([, name = '', value = '']) => [names[name] ?? '', values[value]] as const),
    ]
      .filter(([name]) => /^(__pk|\d+p)$/.test(name))
      .map(([, value]) => (typeof value === 'string' ? value : 'not text'));
  });
}

test('every partition key in every command begins with the tenant', () => {
  let checked = 0;
  fc.assert(
    fc.property(tenantName, accesses, (tenant, all) => {
      for (const access of all) {
        const keys = partitionKeys(commandFor(scopeOf(tenant).tenantId, access));
        expect(keys.length).toBeGreaterThan(0);
        for (const key of keys) expect(key.startsWith(`T#${tenant}#`)).toBe(true);
        checked += keys.length;
      }
    }),
  );
  expect(checked).toBeGreaterThan(3_000);
});

test('an expression contains only placeholders for the names and values of a caller', () => {
  fc.assert(
    fc.property(accesses, (all) => {
      for (const access of all) {
        const text = JSON.stringify(
          commandFor(scopeOf('t').tenantId, access).input,
          (name, value: unknown) =>
            /^(Key|Item|ExpressionAttribute(Names|Values))$/.test(name) ? undefined : value,
        );
        expect(text.replace(/"\w+":/g, '')).toMatch(
          /^[[\]{}",\d]*(((?:[#:][nv]|#f)\d+|[ (){}[\]",=<>]|SET|REMOVE|AND|BETWEEN|OR|begins_with|attribute_(not_)?exists|ALL_(OLD|NEW)|gsi\d|true|false|\d+)*)$/,
        );
      }
    }),
  );
});

test.each([
  ['an id of more than 1,024 bytes', { id: 'é'.repeat(513) }, 'id', 'too long'],
  ['half of a surrogate pair', { id: 'a\ud800' }, 'id', 'well-formed'],
  ['a missing value', {}, 'id', 'needs a value'],
  ['an object', { id: { a: 1 } }, 'id', 'needs a value'],
  [
    'an index value of more than 2,048 bytes',
    { id: '1', projectId: 'p'.repeat(2049), rank: 1 },
    'projectId',
    'too long',
  ],
  [
    'a sort value of more than 1,024 bytes',
    { id: '1', projectId: 'p', status: 's'.repeat(1024), due: '' },
    'status',
    'too long',
  ],
])('%s in a key is refused with a message that names the field', (_, row, field, why) => {
  const access: Access = { op: 'put', type: task, row, condition: null };
  const refused = (): unknown => commandFor(scopeOf('t').tenantId, access);
  expect(refused).toThrow(Refusal);
  expect(refused).toThrow(new RegExp(`^The field "${field}".*${why}`));
});

test('an index contains a row that lacks a sort field, but no row that lacks its hash field', () => {
  const { tenantId } = scopeOf('t');
  const item = (row: Row) => {
    const command = commandFor(tenantId, { op: 'put', type: task, row, condition: null });
    return command.name === 'PutItem'
      ? Object.keys(command.input.Item).filter((name) => /^\d/.test(name))
      : [];
  };
  const both = ['1p', '1s', '2p', '2s'];
  expect(item({ id: '1', rank: 0 })).toEqual([]);
  expect(item({ id: '1', projectId: 'p' })).toEqual(both);
  expect(item({ id: '1', projectId: 'p', rank: null })).toEqual(both);
});
