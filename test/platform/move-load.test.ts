import { setImmediate } from 'node:timers/promises';

import { LOOK_UP_TTL, type Isolation } from '../../src/tenant/index.ts';
import type { Answer } from '../api.ts';
import { dump } from './dump.ts';
import { field, openJobRig, type JobAnswer, type JobRig } from './job-rig.ts';
import { rowsOf, step } from './move-rig.ts';

let rig: JobRig;
beforeAll(async () => {
  rig = await openJobRig({ siloTables: ['acme'] });
});
afterAll(() => rig.api.close());

const CREATE = 'mutation ($name: String!) { createLabel(input: { name: $name }) { id } }';
const LIST = `query ($after: String) {
  listLabels(limit: 1000, nextToken: $after) { items { id name } nextToken }
}`;
const TASKS = '{ tasksByStatus(status: TODO) { items { id title number project { name } } } }';
/** Milliseconds after which every earlier request has ended. */
const LONGEST_REQUEST = 29_000;

/** Concurrent requests without an end, and their results. */
interface Load {
  /** The names by id of labels whose creation was acknowledged. */
  readonly written: Map<string, string>;
  /** The number of refused writes by code. */
  readonly refused: Map<string, number>;
  /** Wrong results of reads. */
  readonly wrong: string[];
  /** Settles when all requests have ended that run at this moment. */
  readonly drained: () => Promise<void>;
  end(): Promise<void>;
}

async function load(): Promise<Load> {
  const [bob, alice] = await Promise.all([rig.api.token('bob'), rig.api.token('alice')]);
  const written = new Map<string, string>();
  const refused = new Map<string, number>();
  const wrong: string[] = [];
  const underWay = new Set<Promise<unknown>>();
  let ended = false;
  const ask = async (token: string, query: string, variables: object = {}): Promise<Answer> => {
    const answer = rig.api.askAs(token, query, variables);
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  };
  const tasks = field(await ask(alice, TASKS));

  const write = async (line: number, turn: number): Promise<void> => {
    const name = `label ${line} ${turn}`;
    const { data, errors } = await ask(bob, CREATE, { name });
    const code = errors[0]?.extensions['code'] as string | undefined;
    if (code !== undefined) refused.set(code, (refused.get(code) ?? 0) + 1);
    const made = data?.['createLabel'] as { readonly id: string } | null | undefined;
    if (!made) return;
    written.set(made.id, name);
    const seen = await ask(alice, `{ getLabel(id: "${made.id}") { name } }`);
    if ((seen.data?.['getLabel'] as { name?: string } | null)?.name !== name)
      wrong.push(`${name} is not read`);
  };
  const read = async (): Promise<void> => {
    const known = [...written.keys()];
    const found = new Set<string>();
    for (let after: string | null | undefined; after !== null;) {
      const page = field(await ask(alice, LIST, { after })) as {
        readonly items: readonly { readonly id: string }[];
        readonly nextToken: string | null;
      };
      for (const { id } of page.items) found.add(id);
      after = page.nextToken;
    }
    const lost = known.filter((id) => !found.has(id));
    if (lost.length > 0) wrong.push(`${lost.length} labels are not in the list`);
    if (JSON.stringify(field(await ask(alice, TASKS))) !== JSON.stringify(tasks)) wrong.push('other tasks');
  };
  const lines = [write, write, read].map(async (one, line) => {
    for (let turn = 0; !ended; turn++) {
      await one(line, turn);
      await setImmediate();
    }
  });
  return {
    written,
    refused,
    wrong,
    drained: async () => {
      await Promise.allSettled(underWay);
    },
    async end() {
      ended = true;
      await Promise.all(lines);
    },
  };
}

/** Runs a move and lets time pass. In a wait, cached look-ups expire, and in a long wait, requests end. */
async function work(job: JobAnswer, { drained }: Load): Promise<void> {
  while ((await rig.job(job)).status !== 'DONE') {
    const until = (await step(rig, job)) ?? 0;
    if (until - rig.now() >= LOOK_UP_TTL) {
      const longEnough = until - rig.now() >= LOOK_UP_TTL + LONGEST_REQUEST;
      rig.pass(rig.now() + LOOK_UP_TTL);
      if (longEnough) await drained();
    }
    rig.pass(until);
  }
}

test('a move under load loses no acknowledged write, refuses writes only with READ_ONLY, and leaves every read complete', async () => {
  const running = await load();
  const acknowledged: number[] = [];
  for (const to of ['SILO', 'POOL'] as const satisfies readonly Isolation[]) {
    const before = running.written.size;
    while (running.written.size < before + 10) await setImmediate();
    await work(await rig.requestMove('acme', to), running);
    acknowledged.push(running.written.size);
  }
  await running.end();
  expect(running.wrong).toEqual([]);
  expect([...running.refused.keys()]).toEqual(['READ_ONLY']);
  expect(running.refused.get('READ_ONLY')).toBeGreaterThan(10);
  const after = await dump(rig.api);
  expect(rowsOf(after, 'acme', 'SILO')).toEqual([]);
  const ids = rowsOf(after, 'acme', 'POOL').map((row) => (row as [string])[0].split(' ').at(-1));
  for (const id of running.written.keys()) expect(ids).toContain(`${id}#`);
  expect(acknowledged.at(-1)).toBeGreaterThan(20);
  const { ok } = field(await rig.api.ask('alice', '{ auditIntegrity { ok } }')) as { readonly ok: boolean };
  expect(ok).toBe(true);
});
