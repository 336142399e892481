import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { randomFrom } from '../test/random-from.ts';
import { openAudience } from './chaos/audience.ts';
import { openCrowd } from './chaos/crowd.ts';
import { randomFaults } from './chaos/random-faults.ts';
import { useLeftHolds } from './chaos/left-holds.ts';
import { untilQuiet } from './chaos/quiet.ts';
import { itemsAt, rawProblems } from './chaos/raw-state.ts';
import { pick } from './chaos/steps.ts';
import { openSystem, type System } from './chaos/system.ts';
import { openTenant, type TenantClient } from './chaos/tenant.ts';
import { openUploads } from './chaos/uploads.ts';

/** Tenants with a model, and the clients of the tenant that several write at once. */
const TENANTS = 4;
const CROWD = 3;
/** Tenants whose clients upload files, and how many clients each has. */
const UPLOADING = 2;
const UPLOADERS = 3;
/** Tenants whose rows clients listen to, and how many sockets are cut off per minute at least. */
const LISTENING = 3;
const CUTS = 105;
const LEAST_PEACE = 6_000;
const MOST_PEACE = 14_000;

const USAGE = `Usage: npm run chaos -- [--minutes N] [--seed N]

Writes to several tenants of a server while DynamoDB fails at random and both are killed. A model checks every answer, and
in the end the tables. Files are uploaded, held and deleted: none may be lost, left over or counted wrong. Clients of graphql-ws whose sockets are cut off at random must get every event of their tenant, in
order, and no other. Exits with 1 on any problem.
`;

/** Runs the chaos for some minutes and prints what happened. */
async function main(): Promise<void> {
  const { minutes, seed } = readOptions();
  print(`seed ${seed}, ${minutes} minutes`);
  const random = randomFrom(seed);
  const faults = new Map<string, number>();
  const kills = new Map<string, number>();
  const names = Array.from({ length: TENANTS }, (_, at) => `tenant-${at}`);
  const filing = Array.from({ length: UPLOADING }, (_, at) => `files-${at}`);
  const system = await openSystem([...names, ...filing, 'crowd'], randomFaults(random, faults));
  const end = Date.now() + minutes * 60_000;
  const isOver = (): boolean => Date.now() >= end;
  const tenants = names.map((name, at) => openTenant(system, name, randomFrom(seed + at + 1)));
  const crowd = openCrowd(system, 'crowd');
  const audience = openAudience(system, names.slice(0, LISTENING));
  const uploads = filing.map((name) => openUploads(system, name));
  system.setFaults(true);
  await Promise.all([
    ...tenants.map((tenant) => tenant.work(isOver)),
    crowd.work(CROWD, isOver),
    audience.work(randomFrom(seed + names.length + 1), isOver, minutes * CUTS),
    ...uploads.map((each, at) => each.work(randomFrom(seed + names.length + 2 + at), UPLOADERS, isOver)),
    killAtRandom(system, random, kills, isOver),
  ]);
  system.setFaults(false);
  await system.settled();
  for (const tenant of tenants) await tenant.compare();
  const { lost, ghosts, rows } = await crowd.compare();
  const heard = await audience.compare();
  for (const each of uploads) await each.compare();
  const { items: quiet, open, files, seconds } = await untilQuiet(system, filing);
  const holds = await useLeftHolds(quiet, tenants);
  for (const tenant of tenants) await tenant.compare();
  const audits = [];
  for (const tenant of tenants) audits.push(...(await auditProblems(system, tenant)));
  const items = await itemsAt(system.endpoint());
  const raw = [...open, ...[...names, 'crowd'].flatMap((tenant) => rawProblems(items, tenant))];
  await system.stop();

  const figures = tenants.map((tenant) => tenant.figures);
  const sum = (of: (figure: (typeof figures)[number]) => number): number =>
    figures.reduce((total, figure) => total + of(figure), 0);
  const wrong = [
    ...figures.flatMap(({ problems }) => problems),
    ...crowd.problems,
    ...audience.problems,
    ...uploads.flatMap(({ problems }) => problems),
  ];
  print(`requests: ${sum(({ requests }) => requests) + crowd.requests()}`);
  print(
    `writes checked by a model: ${sum(({ writes }) => writes)}, ` +
      `of which ${sum(({ failed }) => failed)} failed cleanly and ${sum(({ unknown }) => unknown)} had an unknown outcome`,
  );
  print(`rows of the crowd: ${rows}`);
  for (const { tenant, figures: of } of uploads)
    print(
      `files of ${tenant}: ${of.uploads} uploaded, ${of.claims} writes of rows, ${of.unknown} with an unknown outcome`,
    );
  print(`faults: ${listed(faults)}`);
  print(`kills: ${listed(kills)}`);
  print(`sockets cut off: ${heard.cuts}`);
  print(
    `events: ${heard.events}, of which ${heard.repeated} came again; ` +
      `clients without a cursor missed ${heard.missedWithoutCursor}`,
  );
  print(`events missing: ${heard.missing}`);
  print(`events of other tenants: ${heard.foreign}`);
  print(`acknowledged writes lost: ${lost}`);
  print(`ghosts: ${ghosts}`);
  print(`seconds until nothing was left to do: ${seconds}`);
  print(
    `teams given up by killed deletes: ${holds.found}, then ${holds.referred} got a lock and ${holds.deleted} were deleted`,
  );
  print(`files left over: ${files.orphans.length}`);
  print(`files missing: ${files.dangling.length}`);
  print(`tenants whose bytes are counted wrong: ${files.bytes.length}`);
  print(`wrong answers: ${wrong.length}`);
  print(`wrong items: ${raw.length}`);
  print(`audit chain: ${audits.length === 0 ? 'ok' : 'broken'}`);
  const ofFiles = [...files.orphans, ...files.dangling, ...files.bytes];
  for (const problem of [...wrong, ...raw, ...audits, ...ofFiles]) print(problem);
  if (wrong.length + raw.length + audits.length + ofFiles.length + lost + ghosts > 0) process.exitCode = 1;
}

function readOptions(): { readonly minutes: number; readonly seed: number } {
  const options = { minutes: { type: 'string', default: '2' }, seed: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  if (minutes > 0 && Number.isInteger(seed)) return { minutes, seed };
  process.stderr.write(USAGE);
  process.exit(2);
}

/** Kills the server, DynamoDB, or both, after some seconds each time. */
async function killAtRandom(
  system: System,
  random: () => number,
  kills: Map<string, number>,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await pause(LEAST_PEACE + random() * (MOST_PEACE - LEAST_PEACE));
    if (isOver()) return;
    const what = pick(random, ['server', 'emulator', 'both'] as const);
    kills.set(what, (kills.get(what) ?? 0) + 1);
    await system.kill(what);
  }
}

const INTEGRITY = '{ auditIntegrity { ok firstBroken { seq why } } }';
const EVENTS = `query ($nextToken: String) {
  auditEvents(filter: { entityType: "Lock", outcome: DONE }, limit: 100, nextToken: $nextToken) { items { seq } nextToken }
}`;

/** Returns what is wrong with a tenant's chain, and whether it has one event for each write of the audited type. */
async function auditProblems(system: System, tenant: TenantClient): Promise<string[]> {
  const ask = async (query: string, variables: object = {}): Promise<unknown> => {
    const answer = await system.ask(tenant.name, { query, variables });
    if (!answer?.data || answer.errors) throw new Error(`${tenant.name}: ${JSON.stringify(answer)}`);
    return Object.values(answer.data)[0];
  };
  const integrity = (await ask(INTEGRITY)) as { readonly ok: boolean };
  let events = 0;
  for (let nextToken: string | null = null; ;) {
    const page = (await ask(EVENTS, { nextToken })) as { items: unknown[]; nextToken: string | null };
    events += page.items.length;
    ({ nextToken } = page);
    if (nextToken === null) break;
  }
  const { least, most } = tenant.audited();
  return [
    ...(integrity.ok ? [] : [`${tenant.name}: the chain: ${JSON.stringify(integrity)}`]),
    ...(events >= least && events <= most
      ? []
      : [`${tenant.name}: ${events} events of ${least} to ${most} writes`]),
  ];
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
