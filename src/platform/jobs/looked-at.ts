import type { Model, ModelType } from '../../model/index.ts';
import { factsOf, factsOfFile, selfOf, type Fact, type Place } from './archive-facts.ts';
import { LEFT_OUT, ROWS } from './archive-format.ts';
import { FILES, type ArchivedFile } from './archived-file.ts';
import type { ArchiveRecord } from './read-part.ts';

/** What a look knows of the records of a section. */
export interface LookedAt {
  readonly selfOf: (record: ArchiveRecord) => string;
  readonly factsOf: (record: ArchiveRecord, place: Place) => readonly Fact[];
}

/** Returns what a look knows of a section, or null if it looks at no record of it. */
export function lookedAt(model: Model, section: string): LookedAt | null {
  // Only this job writes its archive.
  if (section === FILES)
    return {
      selfOf: ({ id }) => id as string,
      factsOf: (record, place) => factsOfFile(record as ArchivedFile, place),
    };
  const type = typeOf(model, section);
  return type
    ? {
        selfOf: (row) => selfOf(type, row),
        factsOf: (row, place) => factsOf(model, type, row, place),
      }
    : null;
}

/** Returns the type of a section with rows, or undefined for any other section. */
export function typeOf({ models }: Model, section: string): ModelType | undefined {
  const folder = [ROWS, LEFT_OUT].find((name) => section.startsWith(name));
  return folder === undefined ? undefined : models[section.slice(folder.length)];
}
