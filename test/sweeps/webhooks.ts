import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';

import type { DeliveryRecord, WebhookRecord } from '../../src/store/index.ts';
import { randomFrom } from '../random-from.ts';
import { openBehind } from '../shared/background.ts';
import { guard } from '../shared/guard.ts';
import { RETRY_DELAYS } from '../../src/webhooks/sending/retries.ts';
import { isSignedBy, openRig, type Answering, type Received } from '../webhooks/kit.ts';
import type { SenderOptions, SenderRun } from '../webhooks/sender.ts';

export interface StormOptions {
  readonly seed: number;
  /** Changes of rows, of both tenants together. */
  readonly changes: number;
  /** A run of the sender is killed with this chance. */
  readonly kills: number;
}

/** What a storm came to. */
export interface Storm {
  readonly changes: number;
  readonly kills: number;
  /** Requests that came to the receiver, and those that it did not accept. */
  readonly requests: number;
  readonly refused: number;
  /** Messages that the receiver got again after it had accepted them: with the id of before. */
  readonly repeated: number;
  /** Changes of which no message was accepted. */
  readonly lost: number;
  /** Messages that used up ten attempts in three days. They are replayed. */
  readonly givenUp: number;
  /** Messages that were given up with fewer attempts, or sooner. */
  readonly hurried: number;
  /** Attempts in the log whose request did not reach the receiver. Attempts that ended by the test's short timeout do not count. */
  readonly unsent: number;
  /** Messages that were not delivered in the end. */
  readonly unfinished: number;
  /** Messages of one change that have several ids. */
  readonly renamed: number;
  /** Messages that came to the endpoint of another tenant, or of no change. */
  readonly foreign: number;
  /** Messages whose signature is not that of npm `standardwebhooks`. */
  readonly unsigned: number;
  /** Hours of the test's clock. */
  readonly hours: number;
}

const SDL = 'type Note @model @webhook @auth(rules: [{ allow: private }]) { id: ID! text: String }';
const USERS = { acme: 'olga', globex: 'omar' } as const;
type Tenant = keyof typeof USERS;
const TENANTS = Object.keys(USERS) as readonly Tenant[];
/** Rows of one request. */
const BATCH = 25;
/** The receiver is down for this share of the time. */
const DOWN = 0.3;
/** Requests for which it stays down, or up. */
const LONGEST_PHASE = 12;
/** It does not stay so for longer: a message whose attempts all meet one outage of three days is given up. */
const LONGEST_OUTAGE = 4 * 3_600_000;
/** Milliseconds until the sender gives a call up. */
const TIMEOUT = 200;
const FAILURES: readonly Answering[] = [
  'end',
  'hang',
  { status: 500 },
  { status: 503, headers: { 'retry-after': '7' } },
];
/** A run of the sender that is killed is so after at most so many of its requests. */
const KILLED_WITHIN = 15;
/** Milliseconds of the test's clock whose messages a run sends together. */
const TOGETHER = 600_000;
/** Milliseconds from the first to the last attempt of a message, if each delay is a tenth shorter by chance. */
const SHORTEST_LIFE = 0.9 * RETRY_DELAYS.reduce((sum, delay) => sum + delay, 0);
/** Milliseconds of a lease, with a reserve: what a killed sender held can be sent again. */
const LEASE = 61_000;

/**
 * Changes rows of two tenants while the receiver is down again and again and the process of the sender is killed; the stream
 * repeats a part of the changes. Ends when no message is pending.
 */
export async function storm({ seed, changes, kills: chance }: StormOptions): Promise<Storm> {
  const random = randomFrom(seed);
  const rig = await openRig({ sdl: SDL });
  const { api, clock } = rig;
  const folder = await mkdtemp(join(tmpdir(), 'tenantql-webhooks-'));
  const accepted: Received[] = [];
  let [refused, left, toKill, changedAt, isDown] = [0, 0, 0, 0, false];
  rig.answer = (received) => {
    if (left === 0 || clock.now() - changedAt > LONGEST_OUTAGE) {
      changedAt = clock.now();
      isDown = random() < DOWN;
      left = 1 + Math.floor(random() * LONGEST_PHASE);
    }
    left -= 1;
    toKill -= 1;
    if (toKill === 0) sender.kill();
    if (isDown) refused += 1;
    else accepted.push(received);
    return isDown ? (FAILURES[Math.floor(random() * FAILURES.length)] ?? 'end') : { status: 200 };
  };
  const behind = openBehind(api, {
    ...api.background,
    changes: async (event) => {
      if (random() < 0.2) await api.background.changes(event);
      return api.background.changes(event);
    },
  });
  const sender = await openSender(folder, {
    endpoint: String(api.tables.dynamo.endpoint),
    tables: api.tables,
    model: api.model,
    tenants: TENANTS,
    timeout: TIMEOUT,
  });
  let kills = 0;
  const send = async (): Promise<void> => {
    const ahead = clock.now() - Date.now();
    toKill = random() < chance ? 1 + Math.floor(random() * KILLED_WITHIN) : 0;
    if (await sender.run({ ahead })) return;
    kills += 1;
    clock.forward(LEASE);
  };

  const sendAll = async (): Promise<void> => {
    for (;;) {
      const due: number[] = [];
      for (const tenant of TENANTS) due.push((await (await rig.deliveriesOf(tenant)).nextDue()) ?? Infinity);
      const next = Math.min(...due);
      if (next === Infinity) return;
      // Each message has its own time, so a run sends those of some minutes together.
      clock.forward(Math.max(0, next - clock.now()) + TOGETHER);
      await send();
    }
  };

  try {
    const endpoints = new Map<Tenant, WebhookRecord>();
    for (const tenant of TENANTS) endpoints.set(tenant, await rig.addEndpoint(tenant, USERS[tenant]));
    const began = clock.now();
    const expected = new Set<string>();
    for (let made = 0; made < changes; made += BATCH) {
      const tenant = TENANTS[made % (2 * BATCH) === 0 ? 0 : 1] ?? 'acme';
      const ids = Array.from(
        { length: Math.min(BATCH, changes - made) },
        (_, at) => `${tenant}-${made + at}`,
      );
      const rows = ids.map((id) => ({ id, text: `${seed}` }));
      const query = 'mutation M($rows: [CreateNoteInput!]!) { createNotes(input: $rows) { id } }';
      const { errors } = await api.ask(USERS[tenant], query, { rows });
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      for (const id of ids) expected.add(`${tenant} ${id}`);
      await behind.changes();
      if (random() < 0.3) await send();
    }
    await sendAll();
    // A message that meets ten outages in three days is given up, rightly. A replay sends it, with the id that it had.
    let [givenUp, hurried] = [0, 0];
    const replayGivenUp = async (): Promise<number> => {
      let replayed = 0;
      for (const [tenant, endpoint] of endpoints)
        for (const message of await rig.log(endpoint)) {
          if (message.status !== 'FAILED') continue;
          if (!isUsedUp(message)) hurried += 1;
          await (await rig.deliveriesOf(tenant)).replay(message, null);
          replayed += 1;
        }
      return replayed;
    };
    for (let count = await replayGivenUp(); count > 0; count = await replayGivenUp()) {
      givenUp += count;
      await sendAll();
    }
    const tenantOf = new Map([...endpoints].map(([tenant, { id }]) => [`/${id}`, tenant]));
    const keyOf = ({ path, message }: Received): string =>
      `${tenantOf.get(path)} ${message.data['id'] as string}`;
    const ids = new Map<string, Set<string>>();
    for (const one of rig.received) ids.set(keyOf(one), (ids.get(keyOf(one)) ?? new Set()).add(one.id));
    const secrets = new Map(
      [...endpoints.values()].map(({ id, secrets: [first] }) => [`/${id}`, first?.text ?? '']),
    );
    const heard = new Set(accepted.map(keyOf));
    const requests = new Set(
      rig.received.map(({ id, headers }) => `${id} ${headers['webhook-timestamp'] ?? ''}`),
    );
    let [unfinished, unsent] = [0, 0];
    for (const endpoint of endpoints.values())
      for (const { id, status, attempts } of await rig.log(endpoint)) {
        if (status !== 'DELIVERED') unfinished += 1;
        const seconds = attempts
          .filter(({ error }) => !error?.includes('in time'))
          .map(({ at }) => Math.floor(Date.parse(at) / 1000));
        unsent += seconds.filter((second) => !requests.has(`${id} ${second}`)).length;
      }
    return {
      changes: expected.size,
      kills,
      requests: rig.received.length,
      refused,
      repeated: accepted.length - new Set(accepted.map(({ id }) => id)).size,
      lost: [...expected].filter((key) => !heard.has(key)).length,
      givenUp,
      hurried,
      unsent,
      unfinished,
      renamed: [...ids.values()].filter(({ size }) => size > 1).length,
      foreign: [...ids.keys()].filter((key) => !expected.has(key)).length,
      unsigned: rig.received.filter((one) => !isSignedBy(one, secrets.get(one.path) ?? '')).length,
      hours: Math.round((clock.now() - began) / 360_000) / 10,
    };
  } finally {
    sender.stop();
    await rm(folder, { recursive: true, force: true });
    await rig.close();
  }
}

/** Returns whether a message had all of its attempts, spread over as much time as the shortest delays need. */
function isUsedUp({ tries, attempts, createdAt }: DeliveryRecord): boolean {
  const last = attempts.at(-1)?.at ?? createdAt;
  const first = attempts.at(-RETRY_DELAYS.length - 1)?.at ?? last;
  return tries === RETRY_DELAYS.length + 1 && Date.parse(last) - Date.parse(first) >= SHORTEST_LIFE;
}

/** The sender in a process of its own. */
interface Sender {
  /** Sends what is due. Returns false if the process was killed meanwhile. */
  run(run: SenderRun): Promise<boolean>;
  kill(): void;
  stop(): void;
}

async function openSender(folder: string, options: SenderOptions): Promise<Sender> {
  await writeFile(join(folder, 'options.json'), JSON.stringify(options));
  await build({
    entryPoints: [join(__dirname, '../webhooks/sender.ts')],
    outfile: join(folder, 'sender.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    absWorkingDir: process.cwd(),
  });
  let child: ChildProcess | null = null;
  let release = (): void => undefined;
  const start = (): ChildProcess => {
    const started = fork(join(folder, 'sender.js'), [join(folder, 'options.json')], {
      env: { ...process.env, NODE_PATH: join(process.cwd(), 'node_modules') },
    });
    release = guard(started.pid ?? 0);
    return started;
  };
  return {
    async run(run) {
      child ??= start();
      const one = child;
      const ended = new Promise<'sent' | 'killed'>((resolve) => {
        const onMessage = (): void => {
          one.off('exit', onExit);
          resolve('sent');
        };
        const onExit = (): void => {
          one.off('message', onMessage);
          resolve('killed');
        };
        one.once('message', onMessage).once('exit', onExit);
      });
      one.send(run);
      const result = await ended;
      if (result === 'sent' && !one.killed) return true;
      if (one.exitCode === null && one.signalCode === null) await once(one, 'exit');
      release();
      child = null;
      if (!one.killed) throw new Error('The sender ended by itself.');
      return false;
    },
    kill() {
      child?.kill('SIGKILL');
    },
    stop() {
      child?.kill('SIGKILL');
      release();
    },
  };
}
