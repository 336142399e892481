import fc from 'fast-check';

import {
  addUsage,
  NO_USAGE,
  openUsageLedger,
  OTHER,
  type Send,
  type UsageFigures,
} from '../../src/store/index.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';
import { openMeter, type Meter, type UsageTrouble } from '../../src/platform/index.ts';
import { startFixture, type Fixture } from '../store/fixture.ts';

const SEED = 20_261_124;
const DAY = '2026-03-01';
const RANGE = { from: DAY, to: DAY };
const MINUTE = 60_000;

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

let tenants = 0;
/** Opens the meter of one process, with a clock and with writes that a test can make fail. */
function openProcess(tenantId = `t${(tenants += 1)}`) {
  const clock = { now: Date.parse(`${DAY}T12:00:00Z`) };
  const line = { fault: 'none' as Fault, writes: 0 };
  const troubles: UsageTrouble[] = [];
  const control = fixture.controlSend('graphql');
  const send: Send = async (command, options) => {
    if (!isWrite(command)) return control(command, options);
    line.writes += 1;
    if (line.fault === 'before') throw new Error('The line was cut before the write.');
    const written = control(command, options);
    if (line.fault === 'none') return written;
    await written.catch(() => undefined);
    throw new Error('The line was cut after the write.');
  };
  const meter = openMeter({
    ledger: openUsageLedger(send),
    now: () => clock.now,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return { meter, clock, line, troubles, tenantId };
}
type Fault = 'none' | 'before' | 'after';

function isWrite({ name }: Command): boolean {
  return name === 'UpdateItem';
}

const used = (more: Partial<UsageFigures> = {}): UsageFigures => ({ ...NO_USAGE, requests: 1, ...more });

function record(meter: Meter, tenantId: string, operation = 'List', more: Partial<UsageFigures> = {}): void {
  meter.record({ tenantId, operation, used: used(more) });
}

async function requestsOf(meter: Meter, tenantId: string): Promise<number> {
  return (await meter.ledger.days(tenantId, RANGE)).reduce((sum, { requests }) => sum + requests, 0);
}

describe('the meter', () => {
  const answer = ({ meter, tenantId }: ReturnType<typeof openProcess>): Promise<void> =>
    meter.alongside(() => {
      record(meter, tenantId);
      return Promise.resolve();
    });

  it('writes each of the first 20 requests of a process before their answers go', async () => {
    const process = openProcess();
    for (let count = 1; count <= 20; count += 1) {
      await answer(process);
      expect(await requestsOf(process.meter, process.tenantId)).toBe(count);
    }
  });

  it('loses at most one request in twenty, and one more, when an older process ends', async () => {
    const process = openProcess();
    for (let count = 1; count <= 300; count += 1) {
      await answer(process);
      const lost = count - (await requestsOf(process.meter, process.tenantId));
      expect(lost).toBeLessThanOrEqual(count <= 20 ? 0 : 1 + count / 20);
    }
    // One write for each request at first, and one for every twentieth part later.
    expect(process.line.writes).toBeLessThan(20 + 20 * Math.log(300 / 20) + 10);
  });

  it('writes usage that is a minute old in parallel with the next request of any tenant', async () => {
    const process = openProcess();
    for (let count = 0; count < 100; count += 1) await answer(process);
    await process.meter.settle();
    await answer(process);
    const before = await requestsOf(process.meter, process.tenantId);
    process.clock.now += MINUTE;
    await answer({ ...process, tenantId: 'another' });
    expect(await requestsOf(process.meter, process.tenantId)).toBe(before + 1);
  });

  it('adds a batch to one item by one write, once the item has its operations', async () => {
    const process = openProcess();
    await answer(process);
    const first = process.line.writes;
    await answer(process);
    expect(process.line.writes).toBe(first + 1);
  });

  it('does not delay an answer when a write hangs', async () => {
    const hangs = openUsageLedger(() => new Promise(() => undefined));
    let time = 0;
    const meter = openMeter({ ledger: hangs, now: () => time, onTrouble: () => undefined });
    record(meter, 'hangs');
    time = 5_000;
    expect(await meter.alongside(() => Promise.resolve('the answer'))).toBe('the answer');
  });

  it('passes on the error of a request', async () => {
    const { meter } = openProcess();
    await expect(meter.alongside(() => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
  });

  it('keeps what it could not write, and adds it once', async () => {
    const { meter, line, troubles, tenantId } = openProcess();
    record(meter, tenantId);
    line.fault = 'before';
    await meter.settle();
    expect(await requestsOf(meter, tenantId)).toBe(0);
    expect(troubles).toMatchObject([{ lost: false, tenantId, day: DAY, requests: 1 }]);
    record(meter, tenantId);
    line.fault = 'none';
    await meter.settle();
    expect(await requestsOf(meter, tenantId)).toBe(2);
  });

  it('never adds a batch twice when the answer to its write is lost', async () => {
    const { meter, line, tenantId } = openProcess();
    record(meter, tenantId);
    await meter.settle();
    record(meter, tenantId);
    line.fault = 'after';
    await meter.settle();
    expect(await requestsOf(meter, tenantId)).toBe(2);
    record(meter, tenantId);
    await meter.settle();
    expect(await requestsOf(meter, tenantId)).toBe(2);
    line.fault = 'none';
    await meter.settle();
    expect(await requestsOf(meter, tenantId)).toBe(3);
  });

  it('gives up and reports a batch that it can no longer retry safely', async () => {
    const { meter, clock, line, troubles, tenantId } = openProcess();
    record(meter, tenantId);
    await meter.settle();
    record(meter, tenantId);
    line.fault = 'after';
    await meter.settle();
    line.fault = 'none';
    const before = line.writes;
    clock.now += 9 * MINUTE + 1;
    record(meter, tenantId);
    await meter.settle();
    expect(line.writes).toBe(before + 1);
    expect(await requestsOf(meter, tenantId)).toBe(3);
    expect(troubles.filter(({ lost }) => lost)).toMatchObject([{ tenantId, requests: 1, cause: null }]);
  });

  it('writes what was recorded before the call, also while another flush runs', async () => {
    const { meter, line, tenantId } = openProcess();
    record(meter, tenantId);
    const first = meter.settle();
    while (line.writes === 0) await Promise.resolve();
    record(meter, tenantId);
    await meter.settle();
    expect(await requestsOf(meter, tenantId)).toBe(2);
    await first;
  });

  it('loses only unwritten usage when its process dies', async () => {
    const { meter, tenantId } = openProcess();
    for (let at = 0; at < 3; at += 1) record(meter, tenantId);
    await meter.settle();
    record(meter, tenantId);
    const next = openProcess(tenantId);
    record(next.meter, tenantId);
    await next.meter.settle();
    expect(await requestsOf(next.meter, tenantId)).toBe(4);
  });

  it('adds up exactly when six processes write the usage of one tenant concurrently', async () => {
    const processes = Array.from({ length: 6 }, () => openProcess('busy'));
    const writing = processes.map(async ({ meter }) => {
      for (let at = 0; at < 10; at += 1) {
        record(meter, 'busy', `Op${at % 3}`, { rcu: 0.5, bytes: 7 });
        await meter.settle();
      }
    });
    await Promise.all(writing);
    // A process that met a conflict still has its batch.
    for (const { meter } of processes) await meter.settle();
    const { ledger } = openProcess().meter;
    const sum = { ...NO_USAGE, requests: 60, rcu: 30, bytes: 420 };
    expect(await ledger.days('busy', RANGE)).toEqual([{ day: DAY, ...sum }]);
    const operations = await ledger.operations('busy', RANGE);
    expect(operations.map(({ operation }) => operation)).toEqual(['Op0', 'Op1', 'Op2']);
    expect(operations.reduce(addUsage, NO_USAGE)).toEqual(sum);
    expect(await ledger.fleet(DAY, { limit: 100, after: null })).toContainEqual({
      tenantId: 'busy',
      ...sum,
    });
  });

  it('counts 200 operations of a tenant and day by name, and the rest as one', async () => {
    const { meter, tenantId } = openProcess();
    for (let turn = 0; turn < 2; turn += 1) {
      for (let at = 0; at < 250; at += 1) record(meter, tenantId, `Op${at}`);
      await meter.settle();
    }
    const operations = await meter.ledger.operations(tenantId, RANGE);
    expect(operations).toHaveLength(201);
    expect(operations.find(({ operation }) => operation === OTHER)?.requests).toBe(100);
    expect(operations.reduce(addUsage, NO_USAGE).requests).toBe(500);
    expect(await requestsOf(meter, tenantId)).toBe(500);
  });

  it('never counts more than was recorded, and counts everything after a write without faults', async () => {
    process.stdout.write(`meter: seed ${SEED}\n`);
    const step = fc.record({
      records: fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 150 }),
      fault: fc.constantFrom<Fault>('none', 'before', 'after'),
      pass: fc.integer({ min: 0, max: 60_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const { meter, clock, line, tenantId } = openProcess();
        let recorded = 0;
        for (const { records, fault, pass } of steps) {
          for (const operation of records) record(meter, tenantId, `Op${operation}`);
          recorded += records.length;
          line.fault = fault;
          clock.now += pass;
          await meter.settle();
          const known = await requestsOf(meter, tenantId);
          expect(known).toBeLessThanOrEqual(recorded);
          if (fault === 'none') expect(known).toBe(recorded);
        }
        line.fault = 'none';
        await meter.settle();
        const operations = await meter.ledger.operations(tenantId, RANGE);
        expect(operations.reduce(addUsage, NO_USAGE).requests).toBe(recorded);
        expect(await requestsOf(meter, tenantId)).toBe(recorded);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});
