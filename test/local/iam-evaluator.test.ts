import fc from 'fast-check';

import { evaluate, type PolicyDocument, type Verdict } from '../../src/local-cloud/iam/index.ts';
import { roundsOf } from '../sweeps/rounds.ts';
import { judge } from './plain-iam.ts';

const SEED = 20261124;
const RUNS = roundsOf(20_000);
const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/data';
const silo = 'arn:aws:dynamodb:eu-central-1:123456789012:table/silo-';
const tenantPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'],
      Resource: [table, `${table}/index/*`, `${silo}\${aws:PrincipalTag/TenantId}`],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['T#${aws:PrincipalTag/TenantId}#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    { Effect: 'Deny', Action: ['dynamodb:Scan', 'dynamodb:PartiQL*'], Resource: '*' },
  ],
};

const ask = (
  action: string,
  keys: readonly string[] | null,
  { tenant = 'acme', resource = table }: { tenant?: string | null; resource?: string } = {},
): Verdict =>
  evaluate([tenantPolicy], {
    action: `dynamodb:${action}`,
    resource,
    context: {
      ...(keys === null ? {} : { 'dynamodb:LeadingKeys': keys }),
      ...(tenant === null ? {} : { 'aws:PrincipalTag/TenantId': tenant }),
    },
  });

describe('evaluate with the policy of the tenant role', () => {
  it.each<[string, Verdict, Verdict]>([
    ['its own partition', 'allowed', ask('GetItem', ['T#acme#Task'])],
    [
      'its own partition of an index',
      'allowed',
      ask('Query', ['T#acme#Task#byX#1'], { resource: `${table}/index/gsi1` }),
    ],
    ['the partition of another tenant', 'implicitly denied', ask('GetItem', ['T#globex#Task'])],
    ['a tenant whose id has the same prefix', 'implicitly denied', ask('GetItem', ['T#acme-eu#Task'])],
    ['a batch of both', 'implicitly denied', ask('BatchGetItem', ['T#acme#Task', 'T#globex#Task'])],
    ['a query without a key', 'implicitly denied', ask('Query', null)],
    ['an empty list of keys', 'implicitly denied', ask('Query', [])],
    ['a scan', 'explicitly denied', ask('Scan', null)],
    ['PartiQL', 'explicitly denied', ask('PartiQLSelect', null)],
    ['an action that no statement lists', 'implicitly denied', ask('DeleteTable', null)],
    ['another table', 'implicitly denied', ask('GetItem', ['T#acme#Task'], { resource: `${table}2` })],
    ['a session without the tag', 'implicitly denied', ask('GetItem', ['T#acme#Task'], { tenant: null })],
    ['a session with an empty tag', 'implicitly denied', ask('GetItem', ['T#acme#Task'], { tenant: '' })],
    [
      'a tag that looks like a wildcard',
      'implicitly denied',
      ask('GetItem', ['T#acme#Task'], { tenant: '*' }),
    ],
    ['its own table', 'allowed', ask('GetItem', ['T#acme#Task'], { resource: `${silo}acme` })],
    [
      'the table of another tenant, by a key of its own',
      'implicitly denied',
      ask('GetItem', ['T#acme#Task'], { resource: `${silo}globex` }),
    ],
    [
      'the table of a tenant whose id has the same prefix',
      'implicitly denied',
      ask('GetItem', ['T#acme#Task'], { resource: `${silo}acme-eu` }),
    ],
    [
      'a key of another tenant in its own table',
      'implicitly denied',
      ask('GetItem', ['T#globex#Task'], { resource: `${silo}acme` }),
    ],
    [
      'every table by a tag that looks like a wildcard',
      'implicitly denied',
      ask('GetItem', ['T#*#Task'], { resource: `${silo}acme`, tenant: '*' }),
    ],
    [
      'a table without the tag',
      'implicitly denied',
      ask('GetItem', ['T#acme#Task'], { resource: `${silo}acme`, tenant: null }),
    ],
  ])('judges access to %s as %s', (_what, wanted, verdict) => {
    expect(verdict).toBe(wanted);
  });
});

it('evaluate throws on an operator that it does not know', () => {
  const policy: PolicyDocument = {
    Statement: [
      {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } },
      },
    ],
  };
  expect(() => evaluate([policy], { action: 'a:b', resource: '*', context: {} })).toThrow('DateLessThan');
});

const word = fc.constantFrom('T', 'a', 'acme', 'b', '#', '-', 'x');
const text = fc.array(word, { maxLength: 5 }).map((parts) => parts.join(''));
const pattern = fc
  .array(fc.oneof(word, fc.constantFrom('*', '?', '${aws:PrincipalTag/TenantId}', '${*}', '${none}', '$')), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const values = fc.array(pattern, { minLength: 1, maxLength: 3 });
const operator = fc
  .tuple(
    fc.constantFrom('', 'ForAllValues:', 'ForAnyValue:'),
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
    ),
    fc.constantFrom('', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const condition = fc.oneof(
  fc
    .tuple(operator, fc.constantFrom('k', 'l'), values)
    .map(([name, key, wanted]) => ({ [name]: { [key]: wanted } })),
  fc.constantFrom({ Null: { k: 'true' } }, { Null: { k: 'false' } }),
);
const statement = fc.record({
  Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  Action: fc.array(fc.constantFrom('*', 's:Get', 's:G*', 's:?et', 'S:get'), { minLength: 1, maxLength: 2 }),
  Resource: values,
  Condition: fc
    .array(condition, { maxLength: 2 })
    .map((all) => Object.assign({}, ...all) as Record<string, never>),
});
const request = fc.record({
  action: fc.constantFrom('s:Get', 's:Put'),
  resource: text,
  context: fc
    .record(
      { k: fc.array(text, { maxLength: 3 }), l: text, 'aws:PrincipalTag/TenantId': text },
      { requiredKeys: [] },
    )
    .map((context) => context as Record<string, string | string[]>),
});

it(`evaluate agrees with a second implementation on random policies and requests (seed ${SEED})`, () => {
  const seen = new Map<Verdict, number>();
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), request, (Statement, asked) => {
      const verdict = evaluate([{ Statement }], asked);
      seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      expect(verdict).toBe(judge(Statement, asked));
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Every verdict occurs often.
  for (const verdict of ['allowed', 'explicitly denied', 'implicitly denied'] as const)
    expect(seen.get(verdict)).toBeGreaterThan((3 * RUNS) / 200);
});

it('evaluate allows a tenant exactly its own table and keys, as the second implementation does', () => {
  const ids = ['acme', 'acme-2', '', '*'];
  const lists = [
    [],
    ...ids.map((id) => [id]),
    ...ids.flatMap((first) => ids.map((second) => [first, second])),
  ];
  const allowed: unknown[] = [];
  for (const tag of [null, ...ids])
    for (const owner of ids)
      for (const keys of lists) {
        const asked = {
          action: 'dynamodb:GetItem',
          resource: `${silo}${owner}`,
          context: {
            ...(tag !== null && { 'aws:PrincipalTag/TenantId': tag }),
            'dynamodb:LeadingKeys': keys.map((tenant) => `T#${tenant}#Task`),
          },
        };
        const verdict = evaluate([tenantPolicy], asked);
        expect(verdict).toBe(judge(tenantPolicy.Statement, asked));
        const own = tag === owner && keys.length > 0 && keys.every((tenant) => tenant === tag);
        expect([asked, verdict]).toEqual([asked, own ? 'allowed' : 'implicitly denied']);
        if (own) allowed.push(tag);
      }
  // Each tenant with one key and with two.
  expect(allowed).toEqual(ids.flatMap((id) => [id, id]));
});
