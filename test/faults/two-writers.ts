import type { Answer } from '../api.ts';
import { dump } from '../platform/dump.ts';
import { randomFrom } from '../random-from.ts';
import type { Fault } from '../store/fault-proxy.ts';
import type { World } from './world.ts';
import { partitionOf } from '../shared/partition-of.ts';

/** What two writers of one row learned, and what the row then holds. */
export interface Round {
  readonly type: 'Note' | 'Team';
  /** Marks of writes that were acknowledged, that were refused, and of which no one knows. */
  readonly done: readonly string[];
  readonly refused: readonly string[];
  readonly unknown: readonly string[];
  /** The marks in the row. */
  readonly found: readonly string[];
  /** The version of the row, which counts its writes. */
  readonly revision: number;
}

/** Faults that leave the writer without an answer, mostly after the write. */
const FAULTS: readonly Fault[] = [
  { is: 'lost' },
  { is: 'lost' },
  { is: 'cut' },
  { is: 'reset' },
  { is: 'broken' },
];
const WRITES = /^(UpdateItem|TransactWriteItems)$/;
/** Attempts of a writer whose version is stale. */
const ATTEMPTS = 6;

/**
 * Lets two writers add their mark to one row at once, as a client does that sees each version, while answers are lost.
 * A note is one single write; a team's name is unique, so that its update is a transaction.
 */
export async function runRounds(world: World, rounds: number, seed: number): Promise<Round[]> {
  const random = randomFrom(seed);
  const results: Round[] = [];
  await world.reset();
  for (let at = 0; at < rounds; at += 1) {
    const type = at % 2 === 0 ? 'Note' : 'Team';
    const id = `round-${at}`;
    const field = type === 'Note' ? 'text' : 'name';
    const { errors } = await ask(world, `create${type}(input: { id: "${id}", ${field}: "${id}" }) { id }`);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    world.arm(({ action }) =>
      WRITES.test(action) && random() < 0.4 ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? null) : null,
    );
    const told = await Promise.all(['a', 'b'].map((mark) => addMark(world, type, id, `${mark}${at}`)));
    world.arm(() => null);
    const { value, revision } = await read(world, type, id);
    const of = (what: Told['is']): string[] => told.flatMap(({ is, mark }) => (is === what ? [mark] : []));
    results.push({
      type,
      done: of('done'),
      refused: of('refused'),
      unknown: of('unknown'),
      found: value.split(' ').slice(1),
      revision,
    });
  }
  return results;
}

/** Returns what is wrong with a round: an acknowledged write that is lost, a write that was done twice, or a wrong answer. */
export function problemsOfRound({ done, refused, found, revision, unknown }: Round): string[] {
  const known = [...done, ...unknown];
  return [
    ...done.filter((mark) => !found.includes(mark)).map((mark) => `lost ${mark}`),
    ...refused.filter((mark) => found.includes(mark)).map((mark) => `refused ${mark}, which is there`),
    ...found.filter((mark, at) => found.indexOf(mark) !== at).map((mark) => `${mark} twice`),
    ...found
      .filter((mark) => !known.includes(mark) && !refused.includes(mark))
      .map((mark) => `ghost ${mark}`),
    ...(revision === found.length + 1 ? [] : [`version ${revision} after ${found.length} writes`]),
  ];
}

interface Told {
  readonly is: 'done' | 'refused' | 'unknown';
  readonly mark: string;
}

async function addMark(world: World, type: Round['type'], id: string, mark: string): Promise<Told> {
  const field = type === 'Note' ? 'text' : 'name';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { value, revision } = await read(world, type, id);
    const input = `id: "${id}", ${field}: "${value} ${mark}", expectedVersion: ${revision}`;
    const { errors } = await ask(world, `update${type}(input: { ${input} }) { id }`);
    const [error] = errors;
    if (!error) return { is: 'done', mark };
    const { code, outcome } = error.extensions;
    if (outcome === 'UNKNOWN') return { is: 'unknown', mark };
    if (code !== 'VERSION_CONFLICT' && error.extensions['retryable'] !== true)
      throw new Error(JSON.stringify(error));
    const { value: now } = await read(world, type, id);
    if (now.split(' ').includes(mark)) return { is: 'refused', mark };
  }
  return { is: 'refused', mark };
}

async function read(world: World, type: Round['type'], id: string) {
  const field = type === 'Note' ? 'text' : 'name';
  const { data } = await ask(world, `found: get${type}(id: "${id}") { value: ${field} revision }`, 'query');
  return data?.['found'] as { readonly value: string; readonly revision: number };
}

function ask(world: World, field: string, operation = 'mutation'): Promise<Answer> {
  return world.ask('olga', `${operation} { ${field} }`);
}

/** Returns the unique values of teams that no team holds, and the names of teams without one. */
export async function wrongNames(world: World): Promise<string[]> {
  const items = await dump(world.api);
  const names = items.flatMap(({ key, item }) =>
    key.startsWith(`data ${partitionOf('acme', 'Team', world.api.model)} `) ? [item['name']?.S] : [],
  );
  const taken = items.filter(({ key }) => key.startsWith('data T#acme#UNIQUE# Team#name#'));
  return taken.length === names.length ? [] : [`${taken.length} unique values of ${names.length} teams`];
}
