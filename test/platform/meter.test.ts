import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { addUsage, NO_USAGE, OTHER, type Send } from '../../src/store/index.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';
import { connectionLine, eventsLine, messagesOf } from '../../src/platform/index.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';
import { hourOn, lineOf, messageOf, openUsageRig } from './usage-rig.ts';

const SEED = 20_261_130;
const DAY = '2026-03-01';
const RANGE = { from: DAY, to: DAY };

let fixture: Fixture;
let send: Send;
let reader: Send;
/** The write units of the calls since the last look. */
let units = 0;
let reads = 0;
beforeAll(async () => {
  fixture = await startFixture();
  const control = fixture.controlSend('meter');
  reader = fixture.controlSend('operator');
  send = async (command) => {
    const output = await control(command);
    if (isWrite(command)) units += output.capacity;
    else reads += output.capacity;
    return output;
  };
});
afterAll(() => fixture.stop());

/** Returns the capacity units that some work used of the control table. */
async function costOf(work: () => Promise<unknown>): Promise<{ readonly wcu: number; readonly rcu: number }> {
  [units, reads] = [0, 0];
  await work();
  return { wcu: units, rcu: reads };
}

function isWrite({ name }: Parameters<Send>[0]): boolean {
  return name === 'PutItem' || name === 'UpdateItem';
}

let tenants = 0;
/** Opens a ledger that no other test writes to: its tenants and its state are its own. */
function open(through: (send: Send) => Send = (own) => own) {
  const name = `t${(tenants += 1)}`;
  const state = new Map<string, Item>();
  // Each test has files of its own, so it has its own state too.
  const own: Send = (command) => {
    const key =
      command.name === 'GetItem' ? command.input.Key : command.name === 'PutItem' ? command.input.Item : {};
    if (key['sk'] !== 'TAKEN') return send(command);
    if (command.name === 'PutItem') state.set('TAKEN', command.input.Item);
    const Item = state.get('TAKEN');
    return Promise.resolve({ capacity: 0, ...(Item && { Item }) });
  };
  return { tenantId: name, ...openUsageRig(through(own), reader) };
}

const at = (tenantId: string, time: string, operation = 'List'): string =>
  lineOf({ tenantId, operation, time: `${DAY}T${time}Z` });
const noon = `${DAY}T12`;

describe('usage', () => {
  it('counts a line once that arrives twice, in another order and in other messages', async () => {
    const { tenantId, lines, count, usageOf } = open();
    const texts = Array.from({ length: 9 }, (_, n) => at(tenantId, `12:0${n}:00.000`));
    lines.put(noon, messageOf(texts.slice(0, 5)), messageOf(texts.slice(3).reverse()));
    lines.put(noon, messageOf([...texts].reverse()));
    await count(noon);
    expect((await usageOf(tenantId, DAY)).requests).toBe(9);
  });

  it('belongs to the hour and day in which the request ended, wherever its line arrived', async () => {
    const { tenantId, lines, count, ledger } = open();
    const next = '2026-03-02';
    const texts = [
      at(tenantId, '23:59:59.999'),
      lineOf({ tenantId, operation: 'A', time: `${next}T00:00:00.000Z` }),
    ];
    lines.put(hourOn(DAY, 23), messageOf(texts));
    await count(hourOn(DAY, 23));
    lines.put(hourOn(next, 0), messageOf([at(tenantId, '23:59:58.000')]));
    await count(hourOn(next, 0));
    const days = await ledger.days(tenantId, { from: DAY, to: next });
    expect(days.map(({ day, requests }) => [day, requests])).toEqual([
      [DAY, 2],
      [next, 1],
    ]);
  });

  it('has what a file adds that comes hours late, and loses nothing of what was counted', async () => {
    const { tenantId, lines, count, usageOf, ledger } = open();
    lines.put(`${DAY}T10`, messageOf([at(tenantId, '10:10:00.000'), at(tenantId, '10:59:59.000')]));
    lines.put(`${DAY}T11`, messageOf([at(tenantId, '10:59:59.500'), at(tenantId, '11:10:00.000')]));
    await count(`${DAY}T11`);
    expect((await usageOf(tenantId, DAY)).requests).toBe(4);
    lines.put(`${DAY}T10`, messageOf([at(tenantId, '10:20:00.000', 'Late')]));
    await count(`${DAY}T15`);
    expect((await usageOf(tenantId, DAY)).requests).toBe(5);
    const operations = await ledger.operations(tenantId, RANGE);
    expect(operations.map(({ operation, requests }) => [operation, requests])).toEqual([
      ['Late', 1],
      ['List', 4],
    ]);
  });

  it('waits for the end of an hour, unless the caller wants the hour as it is', async () => {
    const { tenantId, lines, count, usageOf } = open();
    lines.put(`${DAY}T13`, messageOf([at(tenantId, '13:00:01.000')]));
    expect(await count(noon)).toBe(0);
    expect(await count(noon, true)).toBe(1);
    lines.put(`${DAY}T13`, messageOf([at(tenantId, '13:00:02.000')]));
    expect(await count(`${DAY}T13`)).toBe(1);
    expect((await usageOf(tenantId, DAY)).requests).toBe(2);
  });

  it('is not written again by a run without new files', async () => {
    const { tenantId, lines, count } = open();
    lines.put(noon, messageOf([at(tenantId, '12:00:00.000')]));
    await count(noon);
    const { wcu } = await costOf(() => count(noon));
    expect(wcu).toBe(0);
  });

  it('is the same when a run ends at any of its calls, with or without effect, and is repeated', async () => {
    for (const withEffect of [false, true]) {
      for (let fatal = 1, died = true; died; fatal += 1) {
        let calls = 0;
        let isRepeat = false;
        died = false;
        const rig = open((own) => async (command) => {
          if ((calls += 1) !== fatal || isRepeat) return own(command);
          died = true;
          if (withEffect) await own(command);
          throw new Error('The function ended.');
        });
        const tenantIds = ['a', 'b', 'c'].map((name) => `${rig.tenantId}${name}`);
        for (const hour of ['10', '11'])
          rig.lines.put(
            `${DAY}T${hour}`,
            messageOf(tenantIds.flatMap((id) => [at(id, `${hour}:00:00.000`), at(id, `${hour}:00:01.000`)])),
          );
        await rig.count(`${DAY}T11`).catch(() => undefined);
        isRepeat = true;
        await rig.count(`${DAY}T11`);
        for (const id of tenantIds) expect((await rig.usageOf(id, DAY)).requests).toBe(4);
        const fleet = await rig.ledger.fleet(DAY, { limit: 1000, after: null });
        for (const id of tenantIds) expect(fleet.find(({ tenantId }) => tenantId === id)?.requests).toBe(4);
      }
    }
  });

  it('equals what was asked, however lines are grouped, repeated, delayed and interrupted', async () => {
    process.stdout.write(`usage: seed ${SEED}\n`);
    const file = fc.record({
      lines: fc.array(fc.nat(59), { maxLength: 30 }),
      delay: fc.nat(2),
      failsAt: fc.nat(30),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 8 }), async (files) => {
        let left = Infinity;
        const rig = open((own) => async (command) => {
          if ((left -= 1) < 0) throw new Error('The function ended.');
          return own(command);
        });
        const ids = ['a', 'b', 'c'].map((name) => `${rig.tenantId}${name}`);
        // 60 requests in three hours: some arrive, and some of these more than once.
        const texts = Array.from({ length: 60 }, (_, n) =>
          at(ids[n % 3] ?? '', `${10 + Math.floor(n / 20)}:30:00.000`, `Op${n % 7}`),
        );
        const arrived = new Set<number>();
        for (const { lines: numbers, delay, failsAt } of files) {
          const latest = Math.max(10, ...numbers.map((n) => 10 + Math.floor(n / 20)));
          rig.lines.put(`${DAY}T${latest + delay}`, messageOf(numbers.map((n) => texts[n] ?? '')));
          for (const n of numbers) arrived.add(n);
          left = failsAt;
          await rig.count(`${DAY}T20`).catch(() => undefined);
        }
        left = Infinity;
        await rig.count(`${DAY}T20`);
        for (const [place, id] of ids.entries()) {
          const own = [...arrived].filter((n) => n % 3 === place);
          expect((await rig.usageOf(id, DAY)).requests).toBe(own.length);
          const operations = await rig.ledger.operations(id, RANGE);
          expect(operations.reduce(addUsage, NO_USAGE).requests).toBe(own.length);
        }
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it('counts the minutes of each connection, rounded up, and the messages of each batch, and no request for them', async () => {
    const { tenantId, lines, count, usageOf, ledger } = open();
    const start = Date.parse(`${noon}:00:00Z`);
    const left = (connectionId: string, milliseconds: number): string =>
      JSON.stringify(
        connectionLine({ tenantId, connectionId, joinedAt: start, leftAt: start + milliseconds }),
      );
    const sent = (eventId: string, messages: number): string =>
      JSON.stringify(eventsLine({ tenantId, eventId, messages, sentAt: start }));
    const texts = [left('a', 61_000), left('b', 61_000), left('c', 0), sent('1', 7), sent('2', 7)];
    lines.put(noon, messageOf([...texts, ...texts, at(tenantId, '12:00:00.000')]));
    await count(noon);
    const sums = { requests: 1, connectionMinutes: 5, messages: 14 };
    expect(await usageOf(tenantId, DAY)).toEqual({ ...NO_USAGE, ...sums });
    const operations = await ledger.operations(tenantId, RANGE);
    expect(operations.map(({ operation }) => operation)).toEqual(['List', 'connection', 'events']);
  });

  it('counts a message for each 32 KB of a frame, or part of them', () => {
    const frames = ['x', 'x'.repeat(32_768), 'x'.repeat(32_769), 'é'.repeat(32_768)];
    expect(frames.map(messagesOf)).toEqual([1, 1, 2, 2]);
  });

  it('is not kept of a tenant that is being purged', async () => {
    const kept = openUsageRig(send, reader, (tenantId) => Promise.resolve(tenantId !== 'gone'));
    kept.lines.put(
      '2026-04-01T12',
      messageOf([lineOf({ tenantId: 'gone', operation: 'A', time: '2026-04-01T12:00:00Z' })]),
    );
    await kept.count('2026-04-01T12');
    expect((await kept.usageOf('gone', '2026-04-01')).requests).toBe(0);
    expect(await kept.ledger.fleet('2026-04-01', { limit: 10, after: null })).toEqual([]);
  });

  it('reports lines that cannot be read or come too late, and counts the others', async () => {
    const { tenantId, lines, count, lost, usageOf } = open();
    const broken = [
      at(tenantId, '12:00:00.000').slice(0, -9),
      lineOf({ tenantId: 'No Tenant', operation: 'A', time: `${DAY}T12:00:00.000Z` }),
      lineOf({ tenantId, operation: 'A', time: 'noon' }),
      at(tenantId, '12:00:00.000').replace('"request"', '"another"'),
      lineOf({ tenantId, operation: 'A', time: `${DAY}T12:00:00.000Z`, used: { rcu: -1 } }),
      lineOf({ tenantId, operation: 'A', time: '2026-02-20T12:00:00.000Z' }),
    ];
    lines.put(noon, messageOf([...broken, at(tenantId, '12:00:01.000')]));
    lines.put(noon, new TextEncoder().encode('no gzip'));
    lines.put(noon, messageOf(['CWL CONTROL MESSAGE: Checking health'], 'CONTROL_MESSAGE'));
    await count(noon);
    expect(lost.map((one) => one.lines)).toEqual([6, 1]);
    expect((await usageOf(tenantId, DAY)).requests).toBe(1);
  });

  it('counts what a file has before the place where it is cut off', async () => {
    const { tenantId, lines, count, lost, usageOf } = open();
    const whole = messageOf([at(tenantId, '12:00:00.000')]);
    const cut = messageOf([at(tenantId, '12:00:01.000'), at(tenantId, '12:00:02.000')]).slice(0, -20);
    lines.put(noon, Buffer.concat([whole, cut]));
    await count(noon);
    expect(lost.map((one) => one.lines)).toEqual([1]);
    expect((await usageOf(tenantId, DAY)).requests).toBe(1);
  });

  it('counts the others if a message has something else than lines', async () => {
    const { tenantId, lines, count, lost, usageOf } = open();
    const odd = [null, 'none', { message: 7 }, {}];
    const messages = [odd, {}, null].map((logEvents) =>
      gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents })),
    );
    lines.put(noon, Buffer.concat([...messages, messageOf([at(tenantId, '12:00:00.000')])]));
    await count(noon);
    expect(lost.map((one) => one.lines)).toEqual([6]);
    expect((await usageOf(tenantId, DAY)).requests).toBe(1);
  });
});

describe('an item of usage', () => {
  const random = (length: number, seed: number): string => {
    let state = seed;
    return Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return String.fromCharCode(97 + (state % 26));
    }).join('');
  };

  it('names 200 operations of an hour, and stays below 400 kB whatever a client calls its operations', async () => {
    const { tenantId, lines, count, ledger } = open();
    for (let hour = 0; hour < 24; hour += 1) {
      const time = `${hourOn(DAY, hour)}:00:00.000Z`;
      const used = { rcu: 123_456.5, wcu: 98_765.5, bytes: 123_456_789, ms: 29_000, cost: 1_234 };
      const names = Array.from({ length: 300 }, (_, n) => random(64, 1 + hour * 300 + n));
      lines.put(
        hourOn(DAY, hour),
        messageOf(names.map((operation) => lineOf({ tenantId, operation, time, used }))),
      );
    }
    const short = `${tenantId}s`;
    const few = Array.from({ length: 250 }, (_, n) => at(short, '12:00:00.000', `Op${n}`));
    lines.put(noon, messageOf([...few, ...few.map((_, n) => at(short, '12:01:00.000', `Op${n}`))]));
    await count(hourOn(DAY, 23));
    const operations = await ledger.operations(short, RANGE);
    expect(operations).toHaveLength(201);
    expect(operations.find(({ operation }) => operation === OTHER)?.requests).toBe(100);
    expect((await ledger.operations(tenantId, RANGE)).reduce(addUsage, NO_USAGE)).toMatchObject({
      requests: 24 * 300,
      rcu: 24 * 300 * 123_456.5,
    });
    const { Item: item } = await send({
      name: 'GetItem',
      input: { Key: { pk: `USAGE#${tenantId}`, sk: `DAY#${DAY}` } },
    });
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(400_000);
  });

  it('has operations that are named like members of JavaScript objects', async () => {
    const { tenantId, lines, count, ledger } = open();
    const names = ['__proto__', 'constructor', 'h12', 'toString'];
    lines.put(noon, messageOf(names.map((name) => at(tenantId, '12:00:00.000', name))));
    await count(noon);
    const operations = await ledger.operations(tenantId, RANGE);
    expect(operations.map(({ operation, requests }) => [operation, requests])).toEqual(
      names.sort().map((name) => [name, 1]),
    );
  });
});

describe('the cost of counting', () => {
  /** The write units of a request before usage was counted from the log. */
  const FORMER = 6;

  it('is less than a tenth of the former for a light tenant among 999 others', async () => {
    const { tenantId, lines, count } = open();
    const [size, each] = [1000, 4];
    const texts = Array.from({ length: size * each }, (_, n) =>
      at(`${tenantId}-${n % size}`, `12:${String(10 + Math.floor(n / size))}:00.000`, `Op${n % 3}`),
    );
    for (let from = 0; from < texts.length; from += 500)
      lines.put(noon, messageOf(texts.slice(from, from + 500)));
    const first = await costOf(() => count(noon));
    // The first hour of a day also lists each tenant.
    expect(first).toEqual({ wcu: 2 * size, rcu: size });
    // Later hours of the same day cost less.
    const few = 100;
    const later = Array.from({ length: few * each }, (_, n) =>
      at(`${tenantId}-${n % few}`, `13:${String(10 + Math.floor(n / few))}:00.000`, `Op${n % 3}`),
    );
    lines.put(`${DAY}T13`, messageOf(later));
    const second = await costOf(() => count(`${DAY}T13`));
    expect(second).toEqual({ wcu: few, rcu: few });
    expect(second.wcu / later.length).toBeLessThan(FORMER / 10);
    expect((first.wcu + second.wcu) / (texts.length + later.length)).toBeLessThan(FORMER / 10);
  });
});
