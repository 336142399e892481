import type { ConstDirectiveNode } from 'graphql';

import type { DirectiveName } from './directives/index.ts';
import type { FieldDraft, SchemaDraft, TypeDraft } from './draft.ts';

/** A supported directive as it stands on a type or a field. */
export interface DirectiveUse {
  readonly name: DirectiveName;
  readonly node: ConstDirectiveNode;
  readonly values: ArgumentValues;
  readonly type: TypeDraft;
  /** Null when it stands on the type. */
  readonly field: FieldDraft | null;
}

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

/** Arguments as the SDL coerced them; what was wrong there was reported and is undefined here. */
export interface ArgumentValues {
  text(name: string): string | undefined;
  /** Undefined when absent, null when written `null`. */
  nullableText(name: string): string | null | undefined;
  number(name: string): number | undefined;
  texts(name: string): readonly string[] | undefined;
  group(name: string): ArgumentValues | undefined;
  groups(name: string): readonly ArgumentValues[];
  isNull(name: string): boolean;
  flag(name: string): boolean | undefined;
  /** True when the argument is written, also with a value that was reported and is undefined here. */
  wrote(name: string): boolean;
}
