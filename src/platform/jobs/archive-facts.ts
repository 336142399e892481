import {
  comparedForm,
  keyFields,
  type Json,
  type Model,
  type ModelType,
  type Reference,
} from '../../model/index.ts';
import type { Row } from '../../store/index.ts';
import { idsIn, type ArchivedFile } from './archived-file.ts';

/** The place of a row in an archive: the number of its index file, and the name of its part. */
export type Place = Readonly<{ index: number; part: string; isLeftOut: boolean }>;

/**
 * A fact of a row in an archive: that it is there (`row`), that it refers to another one (`refersTo`), that it has a
 * unique value (`holds`), or that it names a file (`names`). A fact of a file: that it is there (`file`). Facts about the same
 * row, value or file have equal ids. `self` is the id of the row as `selfOf` writes it, or of the file.
 */
export type Fact = Readonly<{
  is: 'row' | 'refersTo' | 'holds' | 'names' | 'file';
  id: string;
  self: string;
  place: Place;
}>;

/**
 * What is wrong with a row of an archive: the row or the file that it refers to is missing or left out, another row has the
 * same unique value, or the archive holds it twice. A file can be there twice, or without a row that names it (`unheld`).
 */
export type Flaw = Readonly<{
  is: 'missing' | 'leftOut' | 'shared' | 'twice' | 'noFile' | 'unheld';
  self: string;
  place: Place;
  /** The id of the row or the file that it refers to, or of the value. */
  id: string;
}>;

/** Returns the id of a row: its type and key as JSON. */
export function selfOf(type: ModelType, row: Row): string {
  return JSON.stringify([type.name, ...keyFields(type.key).map((field) => row[field] ?? null)]);
}

/** Returns the type and the key of the row that an id names, or null if the schema has no such type. */
export function rowOfId(model: Model, id: string): { readonly type: ModelType; readonly key: Row } | null {
  const [name, ...values] = JSON.parse(id) as [string, ...Json[]];
  const type = Object.hasOwn(model.models, name) ? model.models[name] : undefined;
  if (!type) return null;
  const key = Object.fromEntries(keyFields(type.key).map((field, at) => [field, values[at] ?? null]));
  return { type, key };
}

/** Returns the id of the fact that a file for a field of a type is there, or that a row names it. */
function fileFactId(file: string, type: string, field: string): string {
  return JSON.stringify([type, { file, field }]);
}

/** Returns the fact of a file, or none if it is not for the field of a row. */
export function factsOfFile({ kind, id, type, field }: ArchivedFile, place: Place): Fact[] {
  return kind === 'DIRECT' ? [] : [{ is: 'file', id: fileFactId(id, type, field), self: id, place }];
}

/** Returns the facts of a row. A row that is left out holds no value, and refers to no row and no file. */
export function factsOf(model: Model, type: ModelType, row: Row, place: Place): Fact[] {
  const self = selfOf(type, row);
  const own: Fact = { is: 'row', id: comparedId(type, keyFields(type.key), row), self, place };
  if (place.isLeftOut) return [own];
  return [
    own,
    ...referencesOf(model, type, row).map((id): Fact => ({ is: 'refersTo', id, self, place })),
    ...type.uniques
      .filter(({ fields }) => isWhole(fields, row))
      .map(({ name, fields }): Fact => {
        const values = fields.map((field) => comparedForm(type.fields, field, row[field] ?? null));
        return { is: 'holds', id: JSON.stringify([type.name, { unique: name }, ...values]), self, place };
      }),
    ...type.files.flatMap(({ field }) =>
      idsIn(row[field]).map((id): Fact => {
        return { is: 'names', id: fileFactId(id, type.name, field), self, place };
      }),
    ),
  ];
}

/** Returns the ids of the rows that a row refers to. */
export function referencesOf(model: Model, type: ModelType, row: Row): string[] {
  return type.references.flatMap((reference) => referredId(model, reference, row) ?? []);
}

/** Returns a row without its references to some ids, or null if one of these is not `onDelete: SET_NULL`. */
export function withoutReferences(
  model: Model,
  type: ModelType,
  row: Row,
  ids: ReadonlySet<string>,
): Row | null {
  const lost = type.references.filter((reference) => ids.has(referredId(model, reference, row) ?? ''));
  if (lost.some(({ onDelete }) => onDelete !== 'SET_NULL')) return null;
  const cleared = new Set(lost.flatMap(({ fields }) => fields));
  return Object.fromEntries(Object.entries(row).filter(([name]) => !cleared.has(name)));
}

/** Returns the id of the row to which a reference of a row leads, or null if it leads nowhere. */
function referredId(model: Model, { target, fields }: Reference, row: Row): string | null {
  const referred = isWhole(fields, row) ? model.models[target] : undefined;
  return referred ? comparedId(referred, fields, row) : null;
}

/**
 * Returns what is wrong with the rows and files of which these are the facts. Facts with equal ids must all be given.
 * @param spares whether one of the rows that share a value is right
 */
export function findFlaws(facts: readonly Fact[], { spares }: { readonly spares: boolean }): Flaw[] {
  const flaws: Flaw[] = [];
  const rows = new Map<string, Fact>();
  const files = new Set<string>();
  const named = new Set<string>();
  const holders = new Map<string, Fact>();
  const shared = new Set<string>();
  const flaw = (is: Flaw['is'], { self, place, id }: Fact): void => {
    flaws.push({ is, self, place, id });
  };
  // A row that is in its section counts before a copy of it that is left out.
  const inOrder = [...facts].sort((a, b) => Number(a.place.isLeftOut) - Number(b.place.isLeftOut));
  for (const fact of inOrder) {
    if (fact.is === 'row') {
      if (rows.has(fact.id)) flaw('twice', fact);
      else rows.set(fact.id, fact);
    }
    if (fact.is === 'names') named.add(fact.id);
    if (fact.is === 'file') {
      if (files.has(fact.id)) flaw('twice', fact);
      files.add(fact.id);
    }
    if (fact.is === 'holds') {
      const holder = holders.get(fact.id);
      if (!holder) holders.set(fact.id, fact);
      else if (holder.self !== fact.self) {
        if (!spares && !shared.has(fact.id)) flaw('shared', holder);
        shared.add(fact.id);
        flaw('shared', fact);
      }
    }
  }
  for (const fact of facts) {
    if (fact.is === 'names' && !files.has(fact.id)) flaw('noFile', fact);
    if (fact.is === 'file' && !named.has(fact.id)) flaw('unheld', fact);
    if (fact.is !== 'refersTo') continue;
    const target = rows.get(fact.id);
    if (!target) flaw('missing', fact);
    else if (target.place.isLeftOut) flaw('leftOut', fact);
  }
  return flaws;
}

/** Returns the id of a row of a type by values in the form in which keys compare them. */
function comparedId(type: ModelType, from: readonly string[], row: Row): string {
  const values = keyFields(type.key).map((field, at) =>
    comparedForm(type.fields, field, row[from[at] ?? ''] ?? null),
  );
  return JSON.stringify([type.name, ...values]);
}

function isWhole(fields: readonly string[], row: Row): boolean {
  return fields.every((field) => (row[field] ?? null) !== null);
}
