import type { DirectiveUse } from './directive-use.ts';
import type { TypeDraft } from './draft.ts';
import type { EnumType, InputType, UnionType } from './model.ts';
import type { Report } from './report.ts';

/** The whole schema while it is read. */
export interface SchemaDraft {
  readonly types: Map<string, TypeDraft>;
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly inputs: Map<string, InputType>;
  readonly unions: Map<string, UnionType>;
  /** Every use of a supported directive, in the order of the schema. */
  readonly uses: readonly DirectiveUse[];
  /** Names of definitions that did not parse. A use of such a name is not reported as a second mistake. */
  readonly broken: ReadonlySet<string>;
  /** The platform's type of a file: `File`, or `PlatformFile` if its names have a prefix. */
  readonly fileType: string;
  readonly report: Report;
}
