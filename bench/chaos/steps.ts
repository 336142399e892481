import {
  shapeOf,
  typeNames,
  type Outcome,
  type PlainModel,
  type TypeName,
  type Value,
  type Values,
} from '../../test/beyond/plain-model.ts';
import {
  createRequest,
  deleteRequest,
  linked,
  updateRequest,
  type Request,
} from '../../test/beyond/plain-requests.ts';

/** A write, and what the model of its tenant makes of it. */
export interface Step {
  readonly title: string;
  readonly request: Request;
  readonly type: TypeName;
  /** Whether its answer is a list of rows. */
  readonly many: boolean;
  apply(model: PlainModel): Outcome;
}

type Random = () => number;

/** Few ids and texts, so that rows collide and refer to one another. */
const TEXTS = ['a', 'b', 'c', '#', '$', '__proto__'];
const TIMES = ['2026-11-29T09:00Z', '2026-11-29T10:00:00+01:00', '2026-11-29T09:00:00.001Z'];

/** Returns a random write. Half of them create rows. */
export function randomStep(random: Random): Step {
  const type = pick(random, [...typeNames, 'Team', 'Member'] as const);
  const chance = random();
  if (chance < 0.5) return create(random, type);
  return chance < 0.8 ? update(random, type) : remove(type, pick(random, TEXTS));
}

function create(random: Random, type: TypeName): Step {
  const count = random() < 0.2 ? 2 : 1;
  const rows = Array.from({ length: count }, () => ({
    id: pick(random, TEXTS),
    ...linked(type, valuesOf(random, type)),
  }));
  return createAll(type, rows);
}

/** Returns the create of a lock, which keeps a team from being deleted. */
export function createLock(id: string, teamId: string): Step {
  return createAll('Lock', [{ id, teamId }]);
}

function createAll(type: TypeName, rows: readonly Values[]): Step {
  return {
    title: `create ${type} ${JSON.stringify(rows)}`,
    request: createRequest(type, rows),
    type,
    many: rows.length > 1,
    apply: (model) => model.create(type, rows),
  };
}

function update(random: Random, type: TypeName): Step {
  const id = pick(random, TEXTS);
  const set = linked(type, valuesOf(random, type));
  const expected = shapeOf(type).version !== null && random() < 0.5 ? 1 + Math.floor(random() * 3) : null;
  return {
    title: `update ${type} ${JSON.stringify({ id, ...set, expected })}`,
    request: updateRequest(type, id, set, expected),
    type,
    many: false,
    apply: (model) => model.update(type, id, set, expected),
  };
}

/** Returns the delete of a row. */
export function remove(type: TypeName, id: string): Step {
  return {
    title: `delete ${type} ${JSON.stringify(id)}`,
    request: deleteRequest(type, id),
    type,
    many: false,
    apply: (model) => model.remove(type, id),
  };
}

function valuesOf(random: Random, type: TypeName): Values {
  const chosen = shapeOf(type).fields.flatMap((field): [string, Value][] =>
    type === 'TeamTag' || random() < 0.6 ? [[field, valueOf(random, field)]] : [],
  );
  return Object.fromEntries(chosen);
}

function valueOf(random: Random, field: string): Value {
  if (random() < 0.25) return null;
  if (field === 'rank') return Math.floor(random() * 4);
  return pick(random, field === 'seatAt' ? TIMES : TEXTS);
}

export function pick<Value>(random: Random, from: readonly Value[]): Value {
  return from[Math.floor(random() * from.length)] as Value;
}
