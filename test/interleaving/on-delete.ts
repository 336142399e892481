import type { Model } from '../../src/model/index.ts';
import { read } from '../model/harness.ts';
import { type Act, beginRace, type Outcome, type Race, tableAfter } from './race.ts';
import { searchOrders, type Search, type Searched } from './search-orders.ts';
import { serialOrdersOf } from './serial.ts';

export const RULES = ['CASCADE', 'SET_NULL', 'RESTRICT'] as const;
export type Rule = (typeof RULES)[number];

const modelWith = (onDelete: Rule): Model =>
  read(/* GraphQL */ `
    type Parent @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
      id: ID!
      children: [Child] @hasMany(references: ["parentId"], onDelete: ${onDelete})
    }
    type Child @model(queries: { count: null }, timestamps: null) @auth(rules: [{ allow: private }]) {
      id: ID!
      parentId: ID
      parent: Parent @belongsTo(references: ["parentId"])
    }
  `);

const createParent =
  (id: string): Act =>
  (tables) =>
    tables['Parent']?.create({ id });
const createChild =
  (id: string, parentId: string | null): Act =>
  (tables) =>
    tables['Child']?.create({ id, parentId });
const remove: Act = (tables) => tables['Parent']?.delete({ id: 'p' });

const ACTS = {
  create: createChild('new', 'p'),
  createOther: createChild('other', 'p'),
  remove,
  removeToo: remove,
  again: createParent('p'),
  move: (tables) => tables['Child']?.update({ id: 'old', parentId: 'p' }),
  leave: (tables) => tables['Child']?.update({ id: 'there', parentId: 'q' }),
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof ACTS;

/** Two writers, and three: what happens, and their acts. */
export const PAIRS: readonly (readonly [title: string, names: readonly ActName[]])[] = [
  ['a child is created while its parent is deleted', ['create', 'remove']],
  ['a child moves to a parent that is deleted', ['move', 'remove']],
  ['a child leaves a parent that is deleted', ['leave', 'remove']],
];
export const TRIPLES: readonly (readonly [title: string, names: readonly ActName[]])[] = [
  ['two children are created while their parent is deleted', ['create', 'createOther', 'remove']],
  ['a child is created and another moves while their parent is deleted', ['create', 'move', 'remove']],
  ['a child is created while two requests delete its parent', ['create', 'remove', 'removeToo']],
  ['a child is created while its parent is deleted and created again', ['create', 'remove', 'again']],
];

export interface Explored extends Searched {
  /** The outcomes, printed, without those that are equal. */
  readonly outcomes: ReadonlySet<string>;
}

/**
 * Runs these writers in all orders that the search asks for.
 * @throws if an outcome is not that of a serial order, or leaves a row that refers to a missing row
 */
export async function explore(
  onDelete: Rule,
  names: readonly ActName[],
  { isSlow = false, ...search }: Search & { readonly isSlow?: boolean },
): Promise<Explored> {
  const model = modelWith(onDelete);
  const before = [createParent('p'), createParent('q'), createChild('old', null)];
  const table = await tableAfter(
    model,
    names.includes('leave') ? [...before, createChild('there', 'p')] : before,
  );
  const race: Race = {
    model,
    table,
    acts: Object.fromEntries(names.map((name) => [name, ACTS[name]])),
    isSlow,
  };
  const isSerial = await serialOrdersOf(race);
  const outcomes = new Set<string>();
  const check = (outcome: Outcome): void => {
    const printed = JSON.stringify([[...outcome.answers].sort(), outcome.rows]);
    outcomes.add(printed);
    requireReferredRows(outcome);
    if (!isSerial(outcome)) throw new Error(`No serial order ends so: ${printed}`);
  };
  const searched = await searchOrders((turns) => beginRace(race, turns, check), search);
  const extent = search.sample ? `at random, seed ${search.sample.seed}` : 'all';
  process.stdout.write(
    `${onDelete}: ${names.join(', ')}: ${searched.orders} orders (${extent}), ${searched.ends} ends, ${outcomes.size} outcomes\n`,
  );
  return { ...searched, outcomes };
}

/** @throws if a child refers to a missing parent */
function requireReferredRows({ rows }: Outcome): void {
  const all = JSON.parse(rows) as readonly (readonly [string, Readonly<Record<string, string | null>>])[];
  const ids = new Set(all.map(([type, { id }]) => `${type} ${id ?? ''}`));
  for (const [, { parentId }] of all)
    if (parentId && !ids.has(`Parent ${parentId}`)) throw new Error(`A row refers to a missing row: ${rows}`);
}
