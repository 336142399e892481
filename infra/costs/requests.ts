import peers from '../../test/golden/peers.json';
import units from '../../test/golden/units.json';
import { dollars, number, price, priceLink, type Table } from './table.ts';

/** What the arithmetic assumes of an operation. It is not measured on AWS. */
interface Assumed {
  /** Milliseconds of CPU, by `npm run bench:cpu`. */
  readonly cpu: number;
  /** KB of the answer. */
  readonly kb: number;
}
type Operation = keyof typeof units.operations;

const ASSUMED: Readonly<Record<Operation, Assumed>> = {
  'get a task': { cpu: 1.7, kb: 0.5 },
  'list 50 tasks': { cpu: 5.2, kb: 8 },
  'page of 20 tasks with assignees, comments and their tasks': { cpu: 10, kb: 20 },
  'create a task': { cpu: 2.4, kb: 0.5 },
  'create a comment': { cpu: 2.4, kb: 0.5 },
  'create a person': { cpu: 1.8, kb: 0.5 },
  'update a title': { cpu: 2.3, kb: 0.5 },
  'delete a task': { cpu: 2.7, kb: 0.5 },
  'create a project, with @audit': { cpu: 2.2, kb: 0.5 },
};
/** How many times slower a function is than the machine of `npm run bench:cpu`. */
const SLOWER = 2;
/** Milliseconds of a call of DynamoDB. Calls of one wave run in parallel. */
const WAVE_MS = 10;

/** Returns the milliseconds for which the function works or waits. */
function msOf(operation: Operation): number {
  return ASSUMED[operation].cpu * SLOWER + units.operations[operation].waves * WAVE_MS;
}

/** The requests of the arithmetic: their shares. */
const MIX: Partial<Record<Operation, number>> = {
  'get a task': 0.4,
  'list 50 tasks': 0.4,
  'create a task': 0.2,
};

const GRAPHQL_GB = 1.7275;
/** The authorizer: 10 ms in 512 MB, and one read of the tenant's plan. */
const AUTHORIZER = { seconds: 0.01, gb: 0.5, reads: 1 };
/** KB of logs of a request: by the function, by the gateway, and by Lambda itself. */
const LOG_KB = 0.8 + 0.5 + 0.7;
const KEPT_MONTHS = 3;
/** KB of a line that Firehose bills: those of a message, which may have several lines. */
const FIREHOSE_KB = 5;
const SAMPLED = 0.05;
/** Without its own logs, AppSync with field logs off. */
const AMPLIFY_LOG_KB = 0.4;

/** A door of the tenants' API. Prices are of a million requests. */
interface Door {
  readonly name: string;
  readonly request: number;
  readonly firewall: number;
  /** Whether it asks the authorizer, once a minute for each token. */
  readonly authorizer: boolean;
}
const DOORS: readonly Door[] = [
  {
    name: 'REST API',
    request: price('restRequests'),
    firewall: price('firewallRequests'),
    authorizer: true,
  },
  { name: 'HTTP API', request: price('httpRequests'), firewall: 0, authorizer: false },
];

interface Parts {
  readonly door: number;
  readonly firewall: number;
  readonly lambda: number;
  readonly dynamodb: number;
  readonly logs: number;
  readonly usage: number;
  readonly traces: number;
  readonly internet: number;
}

/** Returns the price of units, or of millions of them in millions. */
export function unitPrice({ reads, writes }: { readonly reads: number; readonly writes: number }): number {
  return reads * price('reads') + writes * price('writes');
}

/** Returns the price of so many GB of logs, which are kept for some months. */
export function logPrice(gb: number): number {
  return gb * (price('logGb') + KEPT_MONTHS * price('keptLogGb'));
}

/** Returns what a million requests cost by a door, in US dollars. */
function partsOf(operation: Operation, door: Door): Parts {
  const { kb } = ASSUMED[operation];
  const ms = msOf(operation);
  return {
    door: door.request,
    firewall: door.firewall,
    lambda: ms * 1000 * GRAPHQL_GB * price('functionSeconds') + price('functionCalls'),
    dynamodb: unitPrice(units.operations[operation]),
    logs: logPrice(LOG_KB),
    usage: FIREHOSE_KB * price('firehoseGb'),
    traces: SAMPLED * price('traces'),
    internet: kb * price('internetGb'),
  };
}

function sum(parts: Parts): number {
  const amounts: readonly number[] = Object.values(parts);
  return amounts.reduce((total, part) => total + part, 0);
}

/** Returns what a million requests by REST cost without their units and their answers, if each takes so many milliseconds. */
export function requestPrice(ms: number): number {
  const seconds = ms * 1000 * GRAPHQL_GB * price('functionSeconds');
  return (
    price('restRequests') +
    price('firewallRequests') +
    seconds +
    price('functionCalls') +
    logPrice(LOG_KB) +
    FIREHOSE_KB * price('firehoseGb') +
    SAMPLED * price('traces')
  );
}

function mixed(door: Door): Parts {
  const all = Object.entries(MIX).map(
    ([operation, share]) => [partsOf(operation as Operation, door), share] as const,
  );
  const of = (part: keyof Parts): number =>
    all.reduce((total, [parts, share]) => total + parts[part] * share, 0);
  const names = Object.keys(partsOf('get a task', door)) as (keyof Parts)[];
  return Object.fromEntries(names.map((name) => [name, of(name)])) as unknown as Parts;
}

/** What a million calls of the authorizer cost. */
function authorizerPrice(): number {
  const { seconds, gb, reads } = AUTHORIZER;
  const run = seconds * 1e6 * gb * price('functionSeconds') + price('functionCalls');
  return run + unitPrice({ reads, writes: 0 });
}

/** What a million requests cost more if each is the only one of its tenant in a minute. */
function sparse(door: Door): number {
  return unitPrice(units.platform.sparse) + (door.authorizer ? authorizerPrice() : 0);
}

/** Returns what a million requests cost by AppSync with Amplify's resolvers. */
function amplifyPrice(operation: Operation): number {
  return (
    price('appSyncRequests') +
    unitPrice(peers.amplify[operation]) +
    logPrice(AMPLIFY_LOG_KB) +
    ASSUMED[operation].kb * price('internetGb')
  );
}

/** Returns what a million requests cost by the cheapest door, as a multiple of AppSync with Amplify's resolvers. */
export function timesAmplify(operation: Operation): number {
  const cheapest = Math.min(...DOORS.map((door) => sum(partsOf(operation, door))));
  return cheapest / amplifyPrice(operation);
}

/** Returns a table of the calls and units of each operation, next to those of programs without TenantQL. */
function peersTable(): Table {
  const cell = ({ calls, reads, writes }: (typeof peers.amplify)[Operation]): string =>
    [calls, reads, writes].map(number).join(' / ');
  const names = Object.keys(units.operations) as Operation[];
  return [
    ['calls / reads / writes', 'TenantQL', 'by hand', 'Amplify', 'price, × AppSync + Amplify'],
    ...names.map((operation) => [
      operation,
      cell(units.operations[operation]),
      cell(peers.handWritten[operation]),
      cell(peers.amplify[operation]),
      timesAmplify(operation).toFixed(2),
    ]),
  ];
}

/** Returns a table of a million requests of each operation, by door, next to AppSync with Amplify's resolvers. */
function operationsTable(): Table {
  const names = Object.keys(units.operations) as Operation[];
  return [
    ['operation', 'calls', 'reads', 'writes', ...DOORS.map(({ name }) => name), 'AppSync + Amplify'],
    ...names.map((operation) => {
      const { calls, reads, writes } = units.operations[operation];
      const doors = DOORS.map((door) => dollars(sum(partsOf(operation, door))));
      return [operation, ...[calls, reads, writes].map(number), ...doors, dollars(amplifyPrice(operation))];
    }),
  ];
}

/** Returns a table of what the platform does in addition, for a million requests. */
function platformTable(): Table {
  const { platform, usage, idempotent, sealing } = units;
  const row = (what: string, of: { readonly reads: number; readonly writes: number }): string[] => [
    what,
    number(of.reads),
    number(of.writes),
    dollars(unitPrice(of)),
  ];
  return [
    ['what', 'reads', 'writes', '$'],
    row('look-up and limits, if requests of a tenant follow each other', platform.busy),
    row('look-up and limits of a request that is alone in its minute', platform.sparse),
    row('usage of a tenant, for each hour in which it has requests', usage),
    [
      'authorizer of a request that is alone in its minute, by REST',
      number(AUTHORIZER.reads),
      '0',
      dollars(authorizerPrice()),
    ],
    row('`Idempotency-Key` of a create', idempotent),
    row('sealing an event of `@audit`, if it is alone', sealing),
  ];
}

/** Returns a table of the parts of a million mixed requests. */
function partsTable(): Table {
  const columns = DOORS.map(mixed);
  const eachDoor = (of: (door: Door) => number): string => DOORS.map((door) => number(of(door))).join(' or ');
  const operations = Object.entries(MIX) as [Operation, number][];
  const average = (of: (operation: Operation) => number): number =>
    operations.reduce((total, [operation, share]) => total + of(operation) * share, 0);
  const [reads, writes] = (['reads', 'writes'] as const).map((unit) =>
    average((of) => units.operations[of][unit]),
  );
  const ms = average(msOf);
  const row = (part: keyof Parts, text: string, arithmetic: string): string[] => [
    text,
    arithmetic,
    ...columns.map((parts) => dollars(parts[part])),
  ];
  return [
    ['part', 'arithmetic for a million', ...DOORS.map(({ name }) => name)],
    row('door', priceLink('API Gateway', 'restRequests'), `1 M × ${eachDoor(({ request }) => request)}`),
    row('firewall', priceLink('WAF', 'firewallRequests'), `1 M × ${eachDoor(({ firewall }) => firewall)}`),
    row(
      'lambda',
      `${priceLink('Lambda', 'functionSeconds')}, arm64`,
      `1 M × ${number(ms / 1000)} s × ${GRAPHQL_GB} GB × ${number(price('functionSeconds'))}, + 1 M × ${price('functionCalls')}`,
    ),
    row(
      'dynamodb',
      priceLink('DynamoDB', 'reads'),
      `${number(reads ?? 0)} M reads × ${price('reads')}, + ${number(writes ?? 0)} M writes × ${price('writes')}`,
    ),
    row(
      'logs',
      priceLink('logs', 'logGb'),
      `${LOG_KB} GB × (${price('logGb')} + ${KEPT_MONTHS} months × ${price('keptLogGb')})`,
    ),
    row('usage', priceLink('usage', 'firehoseGb'), `at most ${FIREHOSE_KB} GB × ${price('firehoseGb')}`),
    row('traces', priceLink('traces', 'traces'), `${SAMPLED * 100} % = ${SAMPLED} M × ${price('traces')}`),
    row(
      'internet',
      priceLink('to the internet', 'internetGb'),
      `${number(average((of) => ASSUMED[of].kb))} GB × ${price('internetGb')}`,
    ),
    [
      '**sum, busy**',
      'requests of a tenant follow each other',
      ...columns.map((parts) => `**${dollars(sum(parts))}**`),
    ],
    [
      '**sum, sparse**',
      'each is alone in its minute: + look-up, limits, authorizer',
      ...DOORS.map((door) => `**${dollars(sum(mixed(door)) + sparse(door))}**`),
    ],
  ];
}

/** Tenants of the page: requests and users a month, and GB. The small one's requests are sparse. */
const LOADS = [
  { requests: 20_000, users: 5, gb: 0.1, busy: false },
  { requests: 500_000, users: 50, gb: 2, busy: true },
  { requests: 10_000_000, users: 500, gb: 50, busy: true },
];
/** DynamoDB asks for the key again after five minutes for each caller. */
const KEY_CALLS = 8640;

/** Returns a table of what tenants cost a month by the REST API. */
function tenantsTable(): Table {
  const [door] = DOORS;
  const million = (busy: boolean): number => (door ? sum(mixed(door)) + (busy ? 0 : sparse(door)) : 0);
  return [
    ['a month', 'requests', 'users', 'data', 'key', 'sum'],
    ...LOADS.map(({ requests, users, gb, busy }) => {
      const parts = [
        (requests / 1e6) * million(busy),
        users * price('users'),
        gb * (price('tableGb') + price('restorableGb')),
        (KEY_CALLS / 1e6) * price('keyCalls'),
      ];
      const total = parts.reduce((all, part) => all + part, 0);
      const load = `${number(requests)} ${busy ? '' : 'sparse '}requests, ${users} users, ${gb} GB`;
      return [load, ...parts.map(dollars), `**${dollars(total)}**`];
    }),
  ];
}

/** The tables of docs/costs.md that need no template. */
export function requestTables(): Readonly<Record<string, Table>> {
  return {
    parts: partsTable(),
    operations: operationsTable(),
    peers: peersTable(),
    platform: platformTable(),
    tenants: tenantsTable(),
  };
}
