import type { ArgumentValues, DirectiveUse } from './directive-use.ts';
import type { FieldDraft } from './draft.ts';
import type { SchemaDraft } from './schema-draft.ts';

/** Where a directive is applied, with what it needs to read, change and report. */
export interface Site extends DirectiveUse {
  readonly schema: SchemaDraft;
  /** `Task.project: @belongsTo`, to begin a message with. */
  readonly subject: string;
}
export interface FieldSite extends Site {
  readonly field: FieldDraft;
}

/**
 * One directive: its definition in SDL, which also checks and coerces the arguments; how they are read;
 * and what they do to the type or field they stand on. A place it has no function for is refused.
 */
export interface Directive<Arguments> {
  readonly sdl: string;
  read(values: ArgumentValues): Arguments;
  onType?(args: Arguments, site: Site): void;
  onField?(args: Arguments, site: FieldSite): void;
}
