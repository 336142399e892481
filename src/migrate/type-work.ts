import { slotRecord, type Model, type SlotRecord, type TypeRecord } from '../model/index.ts';

/** The changes that the stored rows of a type need to match a schema: plain JSON, to be saved. */
export interface TypeWork {
  /** Uniques whose values must be reserved. All rows are examined in any case. */
  readonly claims: readonly string[];
  /** Uniques that the type no longer has. */
  readonly releases: readonly string[];
  /** Whether to set the counter of its rows. */
  readonly tally: boolean;
  /** The numbers of shards that the type had before, in whose partitions rows may be. */
  readonly shards?: readonly number[];
}

export type Work = Readonly<Record<string, TypeWork>>;

/**
 * Returns what a change of the schema demands of the rows of each type.
 * A new type is examined too, because an earlier type of that name may have left rows.
 */
export function workOf(before: SlotRecord, model: Model): Work {
  const after = slotRecord(model);
  const work = Object.entries(after.types).flatMap(
    ([name, type]): readonly (readonly [string, TypeWork])[] => {
      const known = before.types[name];
      const shards = formerShards(known, type);
      if (!known) {
        const claims = namesOf(type.uniques);
        return [[name, { claims, releases: [], tally: type.counted !== null, ...shards }]];
      }
      const respelled = changedForms(known, type);
      const claims = namesOf(type.uniques).filter(
        (unique) =>
          !namesOf(known.uniques).includes(unique) ||
          type.uniques.some(
            ({ name, fields }) => name === unique && fields.some((one) => respelled.includes(one)),
          ),
      );
      const releases = missing(namesOf(known.uniques), namesOf(type.uniques));
      const tally = type.counted !== null && type.counted !== known.counted;
      const rows =
        !same(entriesOf(type), entriesOf(known)) ||
        promisesMore(type, known) ||
        ownsMore(type, known) ||
        respelled.length > 0 ||
        shards !== null;
      const any = rows || tally || claims.length > 0 || releases.length > 0;
      return any ? [[name, { claims, releases, tally, ...shards }]] : [];
    },
  );
  return Object.fromEntries(work);
}

/** Adds the demands of a later change to work that is left. Drops what the later schema does not have. */
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
          ...(one.shards || other.shards
            ? { shards: [...new Set([...(one.shards ?? []), ...(other.shards ?? [])])] }
            : {}),
        },
      ];
    }),
  );
}

/** Returns all possible work on the rows of a model: the way to repair doubtful data. */
export function allWork(model: Model): Work {
  return workOf({ types: {}, objects: {}, enums: {} }, model);
}

const NOTHING: TypeWork = { claims: [], releases: [], tally: false };

/** Returns the number of shards that a type had before, if it has another number now. */
function formerShards(
  known: TypeRecord | undefined,
  { shards = 1 }: TypeRecord,
): Pick<TypeWork, 'shards'> | null {
  const former = known?.shards ?? 1;
  return former === shards ? null : { shards: [former] };
}

/** Returns the index entries of a row of the type. */
function entriesOf({ indexes }: TypeRecord): readonly string[] {
  return indexes
    .map(({ name, hash, sort, slot, number }) => JSON.stringify([slot, number, name, hash, ...sort]))
    .sort();
}

/** Returns the fields whose stored values are compared otherwise than before. */
export function changedForms(before: TypeRecord, type: TypeRecord): readonly string[] {
  return Object.keys(type.fields).filter((name) => {
    const known = before.fields[name];
    return known !== undefined && known.form !== type.fields[name]?.form;
  });
}

/** Returns whether a field now has a value in every row by its default, and had none before. */
function promisesMore(type: TypeRecord, before: TypeRecord): boolean {
  return Object.entries(type.fields).some(
    ([name, field]) => field.type.required && before.fields[name]?.type.required !== true,
  );
}

/** Returns whether a field holds owners in a form in which it did not hold them before. */
function ownsMore(type: TypeRecord, before: TypeRecord): boolean {
  return Object.entries(type.fields).some(
    ([name, { owner }]) => owner && JSON.stringify(owner) !== JSON.stringify(before.fields[name]?.owner),
  );
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
