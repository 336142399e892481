import type { ConstDirectiveNode } from 'graphql';

import type { FieldDraft, TypeDraft } from './draft.ts';

/** The directives that mean something here; GraphQL's own `@deprecated` is read with what it stands on. */
export type DirectiveName =
  | 'model'
  | 'primaryKey'
  | 'index'
  | 'auth'
  | 'aws_auth'
  | 'aws_cognito_user_pools'
  | 'default'
  | 'validate'
  | 'hasMany'
  | 'hasOne'
  | 'belongsTo'
  | 'manyToMany'
  | 'version'
  | 'unique'
  | 'permission'
  | 'feature'
  | 'audit'
  | 'sensitive';

/** A supported directive as it stands on a type or a field. */
export interface DirectiveUse {
  readonly name: DirectiveName;
  readonly node: ConstDirectiveNode;
  readonly values: ArgumentValues;
  readonly type: TypeDraft;
  /** Null when it stands on the type. */
  readonly field: FieldDraft | null;
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
