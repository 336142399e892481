import type { Send } from '../src/store/index.ts';
import { jsonLog } from '../src/server/log.ts';
import { logRequest } from '../src/server/log-request.ts';
import { lineOf, messageOf, openUsageRig } from '../test/platform/usage-rig.ts';

const REQUESTS = 100_000;
/** Microseconds of CPU that the line of a request may take. It is the only work that a request does for its usage. */
const BUDGET = 50;

const TENANTS = 1_000;
const LINES = 200_000;
/** Lines of a message, as a busy environment sends them, and messages of a file. */
const PER_MESSAGE = 20;
const PER_FILE = 500;

const HOUR = '2026-03-01T12';

/**
 * Prints what the line of a request costs, and how many lines a run counts in a second. Fails if the line costs more than
 * its budget.
 */
async function main(): Promise<void> {
  const line = costOfLine();
  process.stdout.write(
    `the line of a request: ${line.bytes} bytes, ${line.micros.toFixed(1)} µs of CPU, budget ${BUDGET}\n`,
  );
  if (line.micros > BUDGET) process.exitCode = 1;
  const run = await costOfRun();
  process.stdout.write(
    `a run: ${LINES} lines of ${TENANTS} tenants in ${run.seconds.toFixed(1)} s of CPU, ` +
      `${Math.round(LINES / run.seconds)} lines/s; ${run.writes} writes, ${(run.writes / LINES).toFixed(4)} for each request\n`,
  );
}

function costOfLine(): { readonly bytes: number; readonly micros: number } {
  let bytes = 0;
  const log = jsonLog((text) => {
    bytes += text.length;
  }, 'TenantQL/bench');
  const said = { operation: 'query', operationName: 'List', fields: ['listLabels'], codes: undefined };
  const context = {
    log: (entry: Parameters<typeof log>[0]) => {
      log({
        requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
        tenantId: 'acme',
        tier: 'free',
        userId: 'u',
        ...entry,
      });
    },
    consumed: { calls: 1, rcu: 0.5, wcu: 0, rowsRead: 21, rowsWritten: 0 },
    outcome: { operation: 'List', isCounted: true, failed: false, said },
    meter: null,
  };
  const before = process.cpuUsage();
  for (let n = 0; n < REQUESTS; n += 1)
    logRequest(context, { status: 200, bytes: 2_000, ms: 7.3 }, Date.now());
  const { user, system } = process.cpuUsage(before);
  return { bytes: Math.round(bytes / REQUESTS), micros: (user + system) / REQUESTS };
}

async function costOfRun(): Promise<{ readonly seconds: number; readonly writes: number }> {
  let writes = 0;
  const send: Send = ({ name }) => {
    if (name === 'UpdateItem' || name === 'PutItem') writes += 1;
    return Promise.resolve({ capacity: 0 });
  };
  const { lines, count } = openUsageRig(send, send);
  const texts = Array.from({ length: LINES }, (_, n) =>
    lineOf({
      tenantId: `tenant-${n % TENANTS}`,
      operation: `Op${n % 7}`,
      time: `${HOUR}:${String(n % 60).padStart(2, '0')}:00.000Z`,
    }),
  );
  for (let from = 0; from < LINES; from += PER_MESSAGE * PER_FILE) {
    const messages = Array.from({ length: PER_FILE }, (_, at) =>
      messageOf(texts.slice(from + at * PER_MESSAGE, from + (at + 1) * PER_MESSAGE)),
    );
    lines.put(HOUR, ...messages);
  }
  const before = process.cpuUsage();
  await count(HOUR);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1_000_000, writes };
}

void main();
