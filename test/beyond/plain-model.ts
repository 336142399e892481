/** The types of the property test: what the schema in `model.test.ts` promises, written by hand. */
const shapes = {
  Team: { plural: 'Teams', fields: ['name'], uniques: [['name']], references: [], version: 'revision' },
  Member: {
    plural: 'Members',
    fields: ['code', 'rank', 'teamId', 'buddyId'],
    uniques: [['code', 'rank']],
    references: [
      { field: 'teamId', target: 'Team', onDelete: 'CASCADE' },
      { field: 'buddyId', target: 'Member', onDelete: null },
    ],
    version: null,
  },
  Guest: {
    plural: 'Guests',
    fields: ['teamId', 'seatAt'],
    uniques: [['seatAt']],
    references: [{ field: 'teamId', target: 'Team', onDelete: 'SET_NULL' }],
    version: null,
  },
  Lock: {
    plural: 'Locks',
    fields: ['teamId'],
    uniques: [],
    references: [{ field: 'teamId', target: 'Team', onDelete: 'RESTRICT' }],
    version: null,
  },
  Tag: { plural: 'Tags', fields: ['word'], uniques: [], references: [], version: null },
  TeamTag: {
    plural: 'TeamTags',
    fields: ['teamId', 'tagId'],
    uniques: [['teamId', 'tagId']],
    references: [
      { field: 'teamId', target: 'Team', onDelete: 'CASCADE' },
      { field: 'tagId', target: 'Tag', onDelete: 'CASCADE' },
    ],
    version: null,
  },
} as const satisfies Record<string, Shape>;

interface Shape {
  readonly plural: string;
  readonly fields: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly references: readonly Reference[];
  readonly version: string | null;
}
interface Reference {
  readonly field: string;
  readonly target: string;
  readonly onDelete: 'CASCADE' | 'SET_NULL' | 'RESTRICT' | null;
}

export type TypeName = keyof typeof shapes;
export type Value = string | number | null;
export type Values = Readonly<Record<string, Value>>;
export const typeNames = Object.keys(shapes) as TypeName[];
export const shapeOf = (type: TypeName): Shape => shapes[type];

/** The rows of one tenant, and what writes do to them. A write returns its rows or every possible error code. */
export interface PlainModel {
  rows(type: TypeName): readonly Values[];
  get(type: TypeName, id: string): Values | null;
  create(type: TypeName, rows: readonly Values[]): Outcome;
  update(type: TypeName, id: string, values: Values, expected: number | null): Outcome;
  remove(type: TypeName, id: string): Outcome;
  /** Returns a model with the same rows, which changes apart from this one. */
  fork(): PlainModel;
}
export type Outcome = { readonly rows: readonly Values[] } | { readonly codes: readonly string[] };

type State = ReadonlyMap<TypeName, ReadonlyMap<string, Values>>;

export function plainModel(rows: State = new Map(typeNames.map((type) => [type, new Map()]))): PlainModel {
  let state = rows;
  const table = (type: TypeName): ReadonlyMap<string, Values> => state.get(type) ?? new Map<string, Values>();
  const commit = (next: State, codes: readonly string[], rows: readonly Values[]): Outcome => {
    if (codes.length > 0) return { codes };
    state = next;
    return { rows };
  };
  return {
    fork: () => plainModel(state),
    rows: (type) => [...table(type).values()],
    get: (type, id) => table(type).get(id) ?? null,

    create(type, given) {
      const rows = given.map((values) => complete(type, values));
      const next = withRows(state, type, rows);
      const codes = rows.flatMap((row) => [
        ...(table(type).has(String(row['id'])) ? ['ALREADY_EXISTS'] : []),
        ...broken(next, type, row, null),
      ]);
      const twice = new Set(rows.map(({ id }) => id)).size < rows.length ? ['INVALID_ARGUMENTS'] : [];
      const shared = rows.some((row, at) => rows.slice(at + 1).some((other) => shares(type, row, other)));
      return commit(next, [...twice, ...(shared ? ['NOT_UNIQUE'] : []), ...codes], rows);
    },

    update(type, id, values, expected) {
      const before = table(type).get(id);
      if (!before) return { codes: ['NOT_FOUND'] };
      const { version } = shapeOf(type);
      const counted = version === null ? {} : { [version]: Number(before[version]) + 1 };
      const row = { ...before, ...values, ...counted };
      const stale = version !== null && expected !== null && before[version] !== expected;
      const next = withRows(state, type, [row]);
      return commit(
        next,
        [...(stale ? ['VERSION_CONFLICT'] : []), ...broken(next, type, row, before)],
        [row],
      );
    },

    remove(type, id) {
      const before = table(type).get(id);
      if (!before) return { codes: ['NOT_FOUND'] };
      const next = without(state, type, id);
      return next ? commit(next, [], [before]) : { codes: ['STILL_REFERENCED'] };
    },
  };
}

function complete(type: TypeName, values: Values): Values {
  const { fields, version } = shapeOf(type);
  const empty = Object.fromEntries(fields.map((field) => [field, null]));
  return { ...empty, ...values, ...(version === null ? {} : { [version]: 1 }) };
}

function withRows(state: State, type: TypeName, rows: readonly Values[]): State {
  const table = new Map(state.get(type));
  for (const row of rows) table.set(String(row['id']), row);
  return new Map(state).set(type, table);
}

/** Returns the error codes of a new or changed row: a dangling reference or a value that is not unique. */
function broken(next: State, type: TypeName, row: Values, before: Values | null): string[] {
  const { references } = shapeOf(type);
  const dangling = references.some(({ field, target }) => {
    const value = row[field] ?? null;
    const begins = value !== null && value !== (before?.[field] ?? null);
    return begins && !next.get(target as TypeName)?.has(String(value));
  });
  const others = [...(next.get(type)?.values() ?? [])].filter(({ id }) => id !== row['id']);
  return [
    ...(dangling ? ['DANGLING_REFERENCE'] : []),
    ...(others.some((other) => shares(type, row, other)) ? ['NOT_UNIQUE'] : []),
  ];
}

function shares(type: TypeName, one: Values, other: Values): boolean {
  return shapeOf(type).uniques.some((fields) =>
    fields.every(
      (field) => (one[field] ?? null) !== null && meaningOf(field, one) === meaningOf(field, other),
    ),
  );
}

/** Returns what a value means: the milliseconds of a time, other values themselves. */
export function meaningOf(field: string, values: Values): Value {
  const value = values[field] ?? null;
  return field === 'seatAt' && value !== null ? Date.parse(String(value)) : value;
}

/** Returns the state after the delete of a row; null if a referring row restricts the delete. */
function without(state: State, type: TypeName, id: string): State | null {
  const table = new Map(state.get(type));
  table.delete(id);
  let next: State | null = new Map(state).set(type, table);
  for (const name of typeNames) {
    for (const { field, target, onDelete } of shapeOf(name).references) {
      if (target !== type || onDelete === null) continue;
      const referring: Values[] = [...(next?.get(name)?.values() ?? [])].filter((row) => row[field] === id);
      for (const row of referring) {
        if (!next || onDelete === 'RESTRICT') return null;
        next =
          onDelete === 'CASCADE'
            ? without(next, name, String(row['id']))
            : withRows(next, name, [{ ...row, [field]: null }]);
      }
    }
  }
  return next;
}
