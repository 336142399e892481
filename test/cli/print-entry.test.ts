import { printEntry } from '../../src/cli/start/print-entry.ts';
import type { LogEntry } from '../../src/server/index.ts';

const at = new Date(2026, 10, 29, 9, 5, 7);
const names: Readonly<Record<string, string>> = { 'sub-1': 'alice', 'sub-2': 'opal' };
const nameOf = (id: string): string | undefined => names[id];

const print = (entry: LogEntry): string => printEntry(entry, at, { colour: false, nameOf });

const request: LogEntry = {
  level: 'info',
  message: 'request',
  requestId: 'r-1',
  tenantId: 'acme',
  tier: 'team',
  userId: 'sub-1',
  operation: 'query',
  operationName: undefined,
  fields: ['listTasks'],
  ms: 12,
  calls: 3,
  rcu: 2,
  wcu: 0,
  cost: 14,
  codes: undefined,
  metrics: { Latency: 12 },
};

const stack = [
  'TypeError: Cannot read properties of undefined',
  '    at addTask (/app/src/resolvers/Mutation.ts:7:11)',
  '    at execute (/app/node_modules/graphql/execution/execute.js:500:20)',
].join('\n');

describe('the line of an operation', () => {
  it.each<[string, Partial<LogEntry>, string]>([
    [
      'names time, tenant, user, status, field, time, calls and cost',
      {},
      '09:05:07  acme      alice     OK  query listTasks  12 ms, 3 calls, cost 14',
    ],
    [
      'puts the name of the operation before its fields',
      { operationName: 'Board' },
      '09:05:07  acme      alice     OK  query Board: listTasks  12 ms, 3 calls, cost 14',
    ],
    [
      'leaves out a name that is that of the field',
      { operationName: 'listTasks' },
      '09:05:07  acme      alice     OK  query listTasks  12 ms, 3 calls, cost 14',
    ],
    [
      'names a field once and counts those beyond three',
      { fields: ['a', 'b', 'a', 'c', 'd', 'e'] },
      '09:05:07  acme      alice     OK  query a, b, c +2  12 ms, 3 calls, cost 14',
    ],
    [
      'counts each code of an error',
      { codes: ['NOT_FOUND', 'FORBIDDEN', 'NOT_FOUND'] },
      '09:05:07  acme      alice     NOT_FOUND x2 FORBIDDEN  query listTasks  12 ms, 3 calls, cost 14',
    ],
    [
      'says that a document holds no operation',
      { operation: undefined, fields: undefined, codes: ['GRAPHQL_PARSE_FAILED'] },
      '09:05:07  acme      alice     GRAPHQL_PARSE_FAILED  no operation  12 ms, 3 calls, cost 14',
    ],
    [
      'has no cost without a limiter, and one call in the singular',
      { cost: undefined, calls: 1 },
      '09:05:07  acme      alice     OK  query listTasks  12 ms, 1 call',
    ],
    [
      'has the id of a key that no pool knows',
      { userId: 'key:k1' },
      '09:05:07  acme      key:k1    OK  query listTasks  12 ms, 3 calls, cost 14',
    ],
    [
      "has no tenant on the operators' plane",
      { tenantId: undefined, userId: undefined, operatorId: 'sub-2', cost: undefined },
      '09:05:07  -         opal      OK  query listTasks  12 ms, 3 calls',
    ],
  ])('%s', (_claim, change, expected) => {
    expect(print({ ...request, ...change })).toBe(expected);
  });

  it('removes what would move the cursor of a terminal', () => {
    expect(print({ ...request, userId: '\u001b[2Jeve\r\n' })).toBe(
      '09:05:07  acme      [2Jeve    OK  query listTasks  12 ms, 3 calls, cost 14',
    );
  });

  it('has colours only if they are asked for', () => {
    expect(printEntry({ ...request, codes: ['INTERNAL'] }, at, { colour: true, nameOf })).toBe(
      '\u001b[2m09:05:07\u001b[0m  acme      alice     \u001b[31mINTERNAL\u001b[0m  query listTasks  \u001b[2m12 ms, 3 calls, cost 14\u001b[0m',
    );
  });
});

describe('other entries', () => {
  it('an internal error shows its field, its reason and its stack', () => {
    const error = 'TypeError';
    const reason = 'Cannot read properties of undefined';
    expect(print({ level: 'error', message: 'internal error', path: 'addTask', error, reason, stack })).toBe(
      [
        '  addTask: TypeError: Cannot read properties of undefined',
        '    at addTask (/app/src/resolvers/Mutation.ts:7:11)',
        '    at execute (/app/node_modules/graphql/execution/execute.js:500:20)',
      ].join('\n'),
    );
  });

  it('an internal error dims the frames of packages', () => {
    const printed = printEntry({ level: 'error', message: 'internal error', error: 'TypeError', stack }, at, {
      colour: true,
      nameOf,
    });
    expect(printed.split('\n')).toEqual([
      '\u001b[31m  TypeError\u001b[0m',
      '    at addTask (/app/src/resolvers/Mutation.ts:7:11)',
      '\u001b[2m    at execute (/app/node_modules/graphql/execution/execute.js:500:20)\u001b[0m',
    ]);
  });

  it('an isolation alarm is loud and names principal and action', () => {
    const alarm: LogEntry = {
      level: 'error',
      message: 'isolation alarm',
      requestId: 'r-1',
      tenantId: 'acme',
      userId: 'sub-1',
      error: 'AccessDenied',
      principal: 'arn:aws:sts::000000000000:assumed-role/tenant/acme',
      action: 'dynamodb:Query',
      stack,
    };
    expect(print(alarm)).toBe(
      [
        '09:05:07  acme      alice      ISOLATION ALARM',
        '  error: AccessDenied',
        '  principal: arn:aws:sts::000000000000:assumed-role/tenant/acme',
        '  action: dynamodb:Query',
        '    at addTask (/app/src/resolvers/Mutation.ts:7:11)',
        '    at execute (/app/node_modules/graphql/execution/execute.js:500:20)',
      ].join('\n'),
    );
    expect(printEntry(alarm, at, { colour: true, nameOf })).toContain(
      '\u001b[1;37;41m ISOLATION ALARM \u001b[0m',
    );
  });

  it('a request that was refused before it had a caller shows the code', () => {
    const refused = {
      level: 'info',
      message: 'request refused',
      requestId: 'r-1',
      code: 'UNAUTHENTICATED',
    } as const;
    expect(print(refused)).toBe('09:05:07  -         -         UNAUTHENTICATED  request refused');
  });

  it('a request that was refused by a fault of ours shows the stack', () => {
    const refused = {
      level: 'error',
      message: 'request refused',
      code: 'INTERNAL',
      error: 'TypeError',
      reason: 'no',
      stack,
    } as const;
    expect(print(refused).split('\n').slice(0, 3)).toEqual([
      '09:05:07  -         -         INTERNAL  request refused',
      '  TypeError: no',
      '    at addTask (/app/src/resolvers/Mutation.ts:7:11)',
    ]);
  });

  it('any other entry shows its message and its details', () => {
    expect(print({ level: 'info', message: 'job', tenantId: 'acme', jobId: 'j-1', outcome: 'DONE' })).toBe(
      ['09:05:07  acme      -         job', '  jobId: j-1', '  outcome: DONE'].join('\n'),
    );
  });
});
