import { dollars, number, price, type Priced, type Table } from '../../infra/costs/table.ts';
import type { Taken } from './scene.ts';

const TENANTS = 100_000;
/** Moments of a day in which a tenant has something to seal. Events of the same moment share a message. */
const MOMENTS = 10;
const MESSAGES = TENANTS * MOMENTS;
const SECONDS_OF_DAY = 86_400;
const DAYS = 30;
/** Calls of SQS for a message: to send, to receive and to delete it. */
const QUEUE_CALLS = 3;
/** Seconds and GB of a run. The seconds are assumed, not measured on AWS. */
const WORK = { seconds: 0.2, gb: 1 };
const CHANGES = { seconds: 0.05, gb: 0.5 };
/** KB of the lines of both functions for a message, assumed. */
const LOG_KB = 2;
/** Copies of `work` of a stage, by default. */
const WORKERS = 10;
/** Sessions of STS in a second, by default in an account and region. */
const STS_QUOTA = 600;

/** Returns a table of a day of many tenants, from what sealing one event of each of some tenants took. */
export function dayOf(sealing: Taken, count: number): Table {
  const reads = (sealing.reads / count) * MESSAGES;
  const writes = (sealing.writes / count) * MESSAGES;
  const messages = (sealing.messages / count) * MESSAGES;
  const perSecond = messages / SECONDS_OF_DAY;
  const one = (value: number): string => number(Number(value.toFixed(1)));
  const runs = ({ seconds, gb }: typeof WORK): number =>
    messages * (price('functionCalls') / 1e6 + seconds * gb * price('functionSeconds'));
  const million = (units: number, of: Priced): number => (units / 1e6) * price(of);
  const costs = {
    queue: million(messages * QUEUE_CALLS, 'queueCalls'),
    work: runs(WORK),
    changes: runs(CHANGES),
    key: million(messages, 'keyCalls'),
    logs: ((messages * LOG_KB) / 1e6) * price('logGb'),
    reads: million(reads, 'reads'),
    writes: million(writes, 'writes'),
  };
  const sum = Object.values(costs).reduce((total, cost) => total + cost, 0);
  const month = (cost: number): string => dollars(cost * DAYS);
  return [
    ['what', 'arithmetic', 'a day', '$ a month'],
    ['messages', `${number(TENANTS)} tenants × ${MOMENTS}`, number(messages), month(costs.queue)],
    [
      'runs of `work`',
      `a message each, ${WORK.seconds} s × ${WORK.gb} GB`,
      number(messages),
      month(costs.work),
    ],
    [
      'runs of `changes`',
      `at most one for a message, ${CHANGES.seconds} s × ${CHANGES.gb} GB`,
      number(messages),
      month(costs.changes),
    ],
    ['read units', `${one(sealing.reads / count)} × messages`, number(Math.round(reads)), month(costs.reads)],
    [
      'write units',
      `${one(sealing.writes / count)} × messages`,
      number(Math.round(writes)),
      month(costs.writes),
    ],
    [
      'sessions of STS',
      `at most one for a message: ${one(perSecond)} of ${STS_QUOTA} a second`,
      number(messages),
      dollars(0),
    ],
    ['calls of the key', 'at most one for a session', number(messages), month(costs.key)],
    ['logs', `${LOG_KB} kB for a message`, `${one((messages * LOG_KB) / 1e6)} GB`, month(costs.logs)],
    [
      'copies of `work` at once',
      `${one(perSecond)} a second × ${WORK.seconds} s`,
      one(perSecond * WORK.seconds),
      '',
    ],
    [
      'all tenants at once',
      `${number(TENANTS)} × ${WORK.seconds} s / ${WORKERS} copies`,
      `${one((TENANTS * WORK.seconds) / WORKERS / 60)} minutes`,
      '',
    ],
    ['idle tenants', 'no message, no call', '0', dollars(0)],
    ['**sum**', '', '', `**${month(sum)}**`],
  ];
}
