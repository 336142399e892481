import type { ArgumentValues, DirectiveUse } from './directive-use.ts';
import type { FieldDraft } from './draft.ts';
import type { SchemaDraft } from './schema-draft.ts';

/** The place where a directive is applied, with what it needs to read, change and report. */
export interface Site extends DirectiveUse {
  readonly schema: SchemaDraft;
  /** The subject of a message: `Task.project: @belongsTo`. */
  readonly subject: string;
}
export interface FieldSite extends Site {
  readonly field: FieldDraft;
}

/**
 * A directive: its SDL, how its arguments are read, and what it does to its type or field.
 * The SDL also checks and coerces the arguments. A directive is refused in a place for which it has no function.
 */
export interface Directive<Arguments> {
  readonly sdl: string;
  read(values: ArgumentValues): Arguments;
  onType?(args: Arguments, site: Site): void;
  onField?(args: Arguments, site: FieldSite): void;
}
