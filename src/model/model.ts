/**
 * What the schema says, as plain data: no functions, no classes, so that it can be written to a file
 * at build time and read at a cold start without parsing SDL.
 */
export interface Model {
  /** The `@model` types, by name, in the order of the schema; generated join models stand last. */
  readonly models: Readonly<Record<string, ModelType>>;
  /** Object types without `@model`: stored inside a row, or returned by custom fields. */
  readonly objects: Readonly<Record<string, ObjectType>>;
  readonly interfaces: Readonly<Record<string, InterfaceType>>;
  readonly unions: Readonly<Record<string, UnionType>>;
  /** Input types written in the schema; those of the generated API are the engine's. */
  readonly inputs: Readonly<Record<string, InputType>>;
  readonly enums: Readonly<Record<string, EnumType>>;
  /** Fields that the schema declares on Query and Mutation itself; each has a resolver in src/resolvers. */
  readonly queries: Readonly<Record<string, CustomField>>;
  readonly mutations: Readonly<Record<string, CustomField>>;
}

/** A GraphQL type as written: `[ID!]!` is `{ list: { name: 'ID', required: true }, required: true }`. */
export type TypeRef = NamedRef | ListRef;
export interface NamedRef {
  readonly name: string;
  readonly required: boolean;
}
export interface ListRef {
  readonly list: TypeRef;
  readonly required: boolean;
}

/** A value that JSON can hold: defaults, arguments. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

interface Described {
  readonly name: string;
  readonly description?: string;
}

export interface ModelType extends Described {
  /** Every output field, in the order of the schema; implicit ones (id, foreign keys, owner, timestamps) after it. */
  readonly fields: Readonly<Record<string, Field>>;
  readonly interfaces: readonly string[];
  readonly key: PrimaryKey;
  readonly indexes: readonly Index[];
  /** Combinations of values that two rows of one tenant cannot share. */
  readonly uniques: readonly Unique[];
  /** Fields that hold the key of another row, which must exist. */
  readonly references: readonly Reference[];
  /** The field that counts the writes of a row (`@version`), or null. */
  readonly version: string | null;
  readonly operations: Operations;
  /** Names of the fields that the engine stamps, or null where switched off. */
  readonly timestamps: { readonly createdAt: string | null; readonly updatedAt: string | null };
  /** `@auth` on the type. No rule at all denies every caller; only `store.trusted` reaches such a type. */
  readonly rules: readonly Rule[];
  /** The UpperFirst plural, e.g. `Tasks`, `Categories`. */
  readonly plural: string;
  /** True for a join model that `@manyToMany` made. */
  readonly join?: true;
  /** `@feature`: the flag that a tenant needs for it. */
  readonly feature?: string;
  /** `@audit`: each write is told in the audit. */
  readonly audit?: true;
}

/** A primary or secondary key: one hash field and any number of sort fields, all scalars or enums. */
export interface Key {
  readonly hash: string;
  readonly sort: readonly string[];
}

export interface PrimaryKey extends Key {
  /** True when `@primaryKey` makes it: then lists take its fields as arguments. */
  readonly declared: boolean;
}

export interface Index extends Key {
  /** Unique within its type, e.g. `byProject` or `gsi-Project.tasks`. */
  readonly name: string;
  /** The overloaded GSI it lives in, 1…N; unique within its type. */
  readonly slot: number;
  /** The Query field it makes, or null. */
  readonly queryField: string | null;
  /** False for the index that a relation made for itself. */
  readonly declared: boolean;
}

/** `@unique`, and the two keys of a join model. A row in which one of the fields is null shares nothing. */
export interface Unique {
  /** Unique within its type: the fields joined by `+`. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** A foreign key, whatever relation it comes from; each pair of fields and target stands once. */
export interface Reference {
  readonly target: string;
  /** Fields of this type, in the order of the target's primary key. */
  readonly fields: readonly string[];
  /** What becomes of this row when the target is deleted; null lets it refer to nothing. */
  readonly onDelete: OnDelete | null;
  /** The index of this type that finds the rows of one target; null when there is none and `onDelete` is null. */
  readonly index: string | null;
}

/** `RESTRICT` refuses the delete while such rows are there, `CASCADE` deletes them, `SET_NULL` clears their fields. */
export type OnDelete = 'RESTRICT' | 'CASCADE' | 'SET_NULL';

/** Names of the generated fields, or null where switched off. */
export interface Operations {
  readonly get: string | null;
  readonly list: string | null;
  /** Counts rows; while it is there, a counter is kept with every write. */
  readonly count: string | null;
  readonly create: string | null;
  readonly update: string | null;
  readonly delete: string | null;
}

/** What a field demands of the caller beside rules. */
interface Guarded {
  /** `@permission`, as `Type:operation`. */
  readonly permission?: string;
  /** `@feature`: the flag that the tenant needs. */
  readonly feature?: string;
}

export interface Field extends Described, Guarded {
  readonly type: TypeRef;
  readonly kind: FieldKind;
  /** True when the schema itself declares the field; implicit fields are added by the compiler. */
  readonly declared: boolean;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly deprecated?: string;
  /** `@default`, already read as a value of the field's type. */
  readonly default?: Json;
  readonly validations: readonly Validation[];
  /** `@auth` on the field, or `@aws_auth` and `@aws_cognito_user_pools` with groups; null when it has none of its own. */
  readonly rules: readonly Rule[] | null;
  /** `@sensitive`: the audit does not show its values. */
  readonly sensitive?: true;
}

export type FieldKind =
  /** A value in the row: scalar, enum, custom type, or a list of them. */
  | { readonly is: 'stored' }
  /** The implicit owner or groups field of a rule: stored, shown, absent from inputs. */
  | { readonly is: 'implicit' }
  | Relation
  /** Declared on a model with arguments, or typed as a model without a relation directive: src/resolvers answers it. */
  | { readonly is: 'custom' };

export type Relation = ToOne | ToMany;

/** `@belongsTo`, `@hasOne` and the sides of a join model: the row holds the other's key. */
export interface ToOne {
  readonly is: 'toOne';
  readonly directive: 'belongsTo' | 'hasOne';
  readonly target: string;
  /** Where the other row is found: fields of this row, in the order of the target's key (hash, then sort)… */
  readonly from: readonly string[];
  /** …or, when null, the target's primary key is meant; otherwise the target's index that holds our key. */
  readonly index: string | null;
}

/** `@hasMany` and `@manyToMany`: rows of the target whose index holds this row's key. */
export interface ToMany {
  readonly is: 'toMany';
  readonly directive: 'hasMany' | 'manyToMany';
  readonly target: string;
  /** Fields of this row whose values are the index's hash and, beyond the first, its leading sort fields. */
  readonly from: readonly string[];
  /** The target's index, or null for its primary key. */
  readonly index: string | null;
  /** Page size when the query gives none. */
  readonly limit: number;
}

export interface Argument extends Described {
  readonly type: TypeRef;
  readonly default?: Json;
}

export type ValidationType =
  'gt' | 'lt' | 'gte' | 'lte' | 'minLength' | 'maxLength' | 'startsWith' | 'endsWith' | 'matches';
export interface Validation {
  readonly type: ValidationType;
  readonly value: string;
  readonly message: string | null;
}

export type Operation = 'get' | 'list' | 'create' | 'update' | 'delete';

/** One way in. The tenant is never part of a rule: it stands before all of them. */
export type Rule = OwnerRule | GroupsRule | DynamicGroupsRule | PrivateRule | AllRule;
interface RuleBase {
  readonly operations: readonly Operation[];
}
export interface PrivateRule extends RuleBase {
  readonly allow: 'private';
}
/** Several conditions that must all hold: `{ and: [{ allow: owner }, { allow: groups, groups: ["Editor"] }] }`. */
export interface AllRule extends RuleBase {
  readonly allow: 'all';
  /** Their own operations are those of the whole. */
  readonly rules: readonly Rule[];
}
export interface OwnerRule extends RuleBase {
  readonly allow: 'owner';
  /** True when an update may write another value into the field. */
  readonly reassignable?: true;
  readonly field: string;
  /** True when the field is a list of owners. */
  readonly many: boolean;
  /** Claims joined by `::`, the peer's default being `sub::username`. */
  readonly identityClaim: string;
}
export interface GroupsRule extends RuleBase {
  readonly allow: 'groups';
  readonly groups: readonly string[];
  readonly groupClaim: string;
}
export interface DynamicGroupsRule extends RuleBase {
  readonly allow: 'dynamicGroups';
  /** True when an update may write another value into the field. */
  readonly reassignable?: true;
  readonly field: string;
  readonly many: boolean;
  readonly groupClaim: string;
}

export interface ObjectType extends Described {
  readonly fields: Readonly<Record<string, ObjectField>>;
  readonly interfaces: readonly string[];
}
export interface ObjectField extends Described, Guarded {
  readonly type: TypeRef;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly deprecated?: string;
  readonly rules: readonly Rule[] | null;
  /** True when src/resolvers must answer it: it has arguments, or its type is a model. */
  readonly custom: boolean;
}
export interface InterfaceType extends Described {
  readonly fields: Readonly<Record<string, ObjectField>>;
  readonly interfaces: readonly string[];
}
export interface UnionType extends Described {
  readonly types: readonly string[];
}
export interface InputType extends Described {
  readonly fields: Readonly<Record<string, Argument & { readonly deprecated?: string }>>;
}
export interface EnumType extends Described {
  readonly values: readonly (Described & { readonly deprecated?: string })[];
}

/** A field of Query or Mutation that the schema declares. */
export interface CustomField extends Described, Guarded {
  readonly type: TypeRef;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly deprecated?: string;
  /** Null lets every member of the tenant call it. */
  readonly rules: readonly Rule[] | null;
}
