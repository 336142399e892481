import type { ConstDirectiveNode } from 'graphql';

import type { FieldDraft, TypeDraft } from './draft.ts';

/** The directives that have a meaning here. GraphQL's own `@deprecated` is read with its type or field. */
export type DirectiveName =
  | 'model'
  | 'primaryKey'
  | 'index'
  | 'auth'
  | 'aws_auth'
  | 'aws_cognito_user_pools'
  | 'aws_subscribe'
  | 'default'
  | 'validate'
  | 'hasMany'
  | 'hasOne'
  | 'belongsTo'
  | 'manyToMany'
  | 'version'
  | 'file'
  | 'unique'
  | 'permission'
  | 'feature'
  | 'audit'
  | 'webhook'
  | 'sensitive';

/** A supported directive on a type or a field. */
export interface DirectiveUse {
  readonly name: DirectiveName;
  readonly node: ConstDirectiveNode;
  readonly values: ArgumentValues;
  readonly type: TypeDraft;
  /** Null if the directive is on the type. */
  readonly field: FieldDraft | null;
}

/** Arguments as the SDL coerced them. A value that the SDL refused is reported and undefined here. */
export interface ArgumentValues {
  text(name: string): string | undefined;
  /** Undefined if absent, null if written as `null`. */
  nullableText(name: string): string | null | undefined;
  number(name: string): number | undefined;
  texts(name: string): readonly string[] | undefined;
  group(name: string): ArgumentValues | undefined;
  groups(name: string): readonly ArgumentValues[];
  isNull(name: string): boolean;
  flag(name: string): boolean | undefined;
  /** True if the argument is written, even with a value that the SDL refused. */
  wrote(name: string): boolean;
}
