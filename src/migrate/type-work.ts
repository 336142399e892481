import { slotRecord, type Model, type SlotRecord, type TypeRecord } from '../model/index.ts';

/** What the stored rows of a type need so that they are as a schema says: plain JSON, to be remembered. */
export interface TypeWork {
  /** Uniques whose values are to be taken; all rows are looked at in any case. */
  readonly claims: readonly string[];
  /** Uniques that the type has no more. */
  readonly releases: readonly string[];
  /** Whether the counter of its rows is to be set. */
  readonly tally: boolean;
  /** Whether the number of rows that refer to each of its rows is to be set. */
  readonly referrers: boolean;
}

export type Work = Readonly<Record<string, TypeWork>>;

/**
 * What a change of the schema asks of the rows of each type. A type that is new is looked at too: it may have been there
 * before and have left rows behind.
 */
export function workOf(before: SlotRecord, model: Model): Work {
  const after = slotRecord(model);
  const work = Object.entries(after.types).flatMap(
    ([name, type]): readonly (readonly [string, TypeWork])[] => {
      const known = before.types[name];
      const referrers = !same(referrersOf(name, before), referrersOf(name, after));
      if (!known)
        return [[name, { claims: namesOf(type.uniques), releases: [], tally: type.counted, referrers }]];
      const claims = missing(namesOf(type.uniques), namesOf(known.uniques));
      const releases = missing(namesOf(known.uniques), namesOf(type.uniques));
      const tally = type.counted && !known.counted;
      const rows = !same(entriesOf(type), entriesOf(known)) || promisesMore(type, known);
      const any = rows || tally || referrers || claims.length > 0 || releases.length > 0;
      return any ? [[name, { claims, releases, tally, referrers }]] : [];
    },
  );
  return Object.fromEntries(work);
}

/** Work that was left over, with what a later change asks; what the later schema does not have is dropped. */
export function addWork(left: Work, more: Work, model: Model): Work {
  const names = Object.keys(model.models).filter((name) => name in left || name in more);
  return Object.fromEntries(
    names.map((name) => {
      const [one = NOTHING, other = NOTHING] = [left[name], more[name]];
      const uniques = namesOf(model.models[name]?.uniques ?? []);
      const both = (part: 'claims' | 'releases'): string[] => [...new Set([...one[part], ...other[part]])];
      return [
        name,
        {
          claims: both('claims').filter((unique) => uniques.includes(unique)),
          releases: both('releases').filter((unique) => !uniques.includes(unique)),
          tally: one.tally || other.tally,
          referrers: one.referrers || other.referrers,
        },
      ];
    }),
  );
}

/** Everything that can be asked of the rows of a model: the way to mend data that is in doubt. */
export function allWork(model: Model): Work {
  return workOf({ types: {}, objects: {}, enums: {} }, model);
}

const NOTHING: TypeWork = { claims: [], releases: [], tally: false, referrers: false };

/** The index entries that a row of the type has. */
function entriesOf({ indexes }: TypeRecord): readonly string[] {
  return indexes.map(({ name, hash, sort, slot }) => JSON.stringify([slot, name, hash, ...sort])).sort();
}

/** Whether a field now has a value in every row by its default, and had not before. */
function promisesMore(type: TypeRecord, before: TypeRecord): boolean {
  return Object.entries(type.fields).some(
    ([name, field]) => field.type.required && before.fields[name]?.type.required !== true,
  );
}

function referrersOf(target: string, { types }: SlotRecord): readonly string[] {
  return Object.entries(types)
    .flatMap(([name, { references }]) =>
      references
        .filter((one) => one.target === target)
        .map(({ fields }) => JSON.stringify([name, ...fields])),
    )
    .sort();
}

function namesOf(parts: readonly { readonly name: string }[]): string[] {
  return parts.map(({ name }) => name);
}

function missing(names: readonly string[], among: readonly string[]): string[] {
  return names.filter((name) => !among.includes(name));
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
