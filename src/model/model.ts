import type { AwsScalarName } from './scalars/index.ts';

/**
 * The schema as plain data: no functions and no classes.
 * So it can be written to a file at build time, and a cold start reads it without parsing SDL.
 */
export interface Model {
  /** The `@model` types by name, in the order of the schema. Generated join models come last. */
  readonly models: Readonly<Record<string, ModelType>>;
  /** Object types without `@model`. They are stored inside a row, or custom fields return them. */
  readonly objects: Readonly<Record<string, ObjectType>>;
  readonly interfaces: Readonly<Record<string, InterfaceType>>;
  readonly unions: Readonly<Record<string, UnionType>>;
  /** Input types that the schema declares. The engine makes those of the generated API. */
  readonly inputs: Readonly<Record<string, InputType>>;
  readonly enums: Readonly<Record<string, EnumType>>;
  /** Fields that the schema declares on Query and Mutation. Each has a resolver in src/resolvers. */
  readonly queries: Readonly<Record<string, CustomField>>;
  readonly mutations: Readonly<Record<string, CustomField>>;
  /** Fields that the schema declares on Subscription. They have no resolver: each answers what its mutations answer. */
  readonly subscriptions: Readonly<Record<string, CustomSubscription>>;
  /** What the names of the platform's types and root fields begin with. Absent if they are as in schema/platform. */
  readonly platformPrefix?: string;
  /** The numbers of `@model` types that the schema has lost, by name. No other type gets them. Absent if there are none. */
  readonly lost?: Readonly<Record<string, LostNumbers>>;
}

/** The numbers that a type has used up. */
export interface LostNumbers {
  readonly number: number;
  /** The highest number that an index of the type ever had. */
  readonly lastIndex: number;
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

/** A value that JSON can hold: a default or an argument. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

interface Described {
  readonly name: string;
  readonly description?: string;
}

export interface ModelType extends Described {
  /** The number in the keys of its rows, 1…N: `T#acme#3`. A schema keeps it, and gives it to no other type. */
  readonly number: number;
  /** The highest number that an index of the type ever had. */
  readonly lastIndex: number;
  /**
   * Every output field, in the order of the schema. Implicit ones (id, foreign keys, owner, timestamps) come after
   * them.
   */
  readonly fields: Readonly<Record<string, Field>>;
  readonly interfaces: readonly string[];
  readonly key: PrimaryKey;
  readonly indexes: readonly Index[];
  /** Combinations of values that two rows of one tenant cannot share. */
  readonly uniques: readonly Unique[];
  /** Fields that hold the key of another row, which must exist. */
  readonly references: readonly Reference[];
  /** The fields that hold files (`@file`). */
  readonly files: readonly FileField[];
  /** The field that counts the writes of a row (`@version`), or null. */
  readonly version: string | null;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  /** Names of the fields that the engine stamps, or null if switched off. */
  readonly timestamps: { readonly createdAt: string | null; readonly updatedAt: string | null };
  /** `@auth` on the type. Without a rule every caller is denied; only `store.trusted` reaches such a type. */
  readonly rules: readonly Rule[];
  /** The plural with an upper-case first letter: `Tasks`, `Categories`. */
  readonly plural: string;
  /** True for a join model that `@manyToMany` added. */
  readonly join?: true;
  /** `@model(counts: EXACT)`: the transaction of each write keeps the counter: see `countKind`. */
  readonly exactCount?: true;
  /** `@feature`: the flag that a tenant needs for the type. */
  readonly feature?: string;
  /** `@audit`: each write is recorded in the audit. */
  readonly audit?: true;
  /** `@webhook`: the changes of rows of which endpoints hear, in the order of `WebhookEvent`. */
  readonly webhook?: readonly WebhookEvent[];
  /** Into how many partitions the rows and each value of an index are spread. Absent means 1. */
  readonly shards?: number;
  /** The number before, while rows may still be where it put them. */
  readonly formerShards?: number;
}

/** A primary or secondary key: one hash field and any number of sort fields, all scalars or enums. */
export interface Key {
  readonly hash: string;
  readonly sort: readonly string[];
}

export interface PrimaryKey extends Key {
  /** True if `@primaryKey` made it. Then lists take its fields as arguments. */
  readonly declared: boolean;
}

export interface Index extends Key {
  /** Unique within its type: `byProject` or `gsi-Project.tasks`. */
  readonly name: string;
  /** The overloaded GSI that holds it, 1…N. Unique within its type. */
  readonly slot: number;
  /** The number in the keys of its entries: `T#acme#3.1#…`. No other index of the type ever gets it. */
  readonly number: number;
  /** The Query field that reads it, or null. */
  readonly queryField: string | null;
  /** False for an index that a relation added. */
  readonly declared: boolean;
}

/**
 * A unique combination: by `@unique`, or the two keys of a join model. A row in which one of the fields is null shares
 * nothing.
 */
export interface Unique {
  /** Unique within its type: the field names joined by `+`. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** A foreign key, from whichever relation. Each pair of fields and target is listed once. */
export interface Reference {
  readonly target: string;
  /** Fields of this type, in the order of the target's primary key. */
  readonly fields: readonly string[];
  /** What happens to this row when the target is deleted. Null lets it refer to a row that is gone. */
  readonly onDelete: OnDelete | null;
  /** The index of this type that finds the rows of one target. Null if there is none and `onDelete` is null. */
  readonly index: string | null;
}

/** A field with `@file`. A row holds the id of its file, or a list of ids. */
export interface FileField {
  readonly field: string;
  readonly list: boolean;
  /** Bytes of the largest file. */
  readonly maxBytes: number;
  /** The content types that it takes: `application/pdf`, or groups of them, `image/*` and `*\/*`. */
  readonly types: readonly string[];
  /** How many files a row holds at most: 1 without a list. */
  readonly maxFiles: number;
}

/**
 * What a delete of the target does: `RESTRICT` is refused while such rows exist, `CASCADE` deletes them, `SET_NULL`
 * clears their fields.
 */
export type OnDelete = 'RESTRICT' | 'CASCADE' | 'SET_NULL';

/** Names of the generated fields, or null if switched off. */
export interface Operations {
  readonly get: string | null;
  readonly list: string | null;
  /** Counts rows. While this field exists, a counter is kept: see `countKind`. */
  readonly count: string | null;
  readonly create: string | null;
  readonly update: string | null;
  readonly delete: string | null;
}

/** A change of a row of which the endpoints of webhooks can hear. */
export type WebhookEvent = 'create' | 'update' | 'delete';

/** The generated subscriptions of a type: the names of the fields for each event. An event without a name has none. */
export interface Subscriptions {
  readonly create: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
  /** Seconds for which a client that was away can catch up on events. Null if events are not kept. */
  readonly replay: number | null;
  /** `level: public`: the fields take no owners as arguments. The rules decide as always. */
  readonly public?: true;
}

/** What a field demands of the caller in addition to rules. */
interface Guarded {
  /** `@permission`, as `Type:operation`. */
  readonly permission?: string;
  /** `@feature`: the flag that the tenant needs. */
  readonly feature?: string;
}

export interface Field extends Described, Guarded {
  readonly type: TypeRef;
  readonly kind: FieldKind;
  /** True if the schema declares the field. The compiler adds implicit fields. */
  readonly declared: boolean;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly deprecated?: string;
  /** `@default`, already read as a value of the field's type. */
  readonly default?: Json;
  readonly validations: readonly Validation[];
  /**
   * `@auth` on the field, or `@aws_auth` and `@aws_cognito_user_pools` with groups. Null if it has no rules of its own.
   */
  readonly rules: readonly Rule[] | null;
  /**
   * The scalar by whose values the field is compared. Absent if it is compared by its text or number as stored. A
   * timestamp that is declared as String is compared as a time too.
   */
  readonly form?: AwsScalarName;
  /** `@sensitive`: the audit does not show its values. */
  readonly sensitive?: true;
  /** Present if the field holds owners. */
  readonly owner?: OwnerField;
}

/** How a field holds owners, or the keys of rows that owner fields name. */
export interface OwnerField {
  /**
   * What a row stores, and a client sees, of a member.
   * `sub`: the user id alone. `username` and `email`: the user id, `::`, and the name that the client sees. `claims`:
   * several claims of the token joined by `::`, none of which is of the user; it is not looked up.
   */
  readonly form: 'sub' | 'username' | 'email' | 'claims';
  /** True if no rule names the field, and a relation joins it to one that a rule names. It may also hold other text. */
  readonly linked?: true;
}

export type FieldKind =
  /** A value in the row: scalar, enum, custom type, or a list of them. */
  | { readonly is: 'stored' }
  /** The implicit owner or groups field of a rule: stored and shown, but absent from inputs. */
  | { readonly is: 'implicit' }
  /** A file (`@file`): the row holds its id, or a list of ids. `ModelType.files` says what it takes. */
  | { readonly is: 'file' }
  | Relation
  /** A field that src/resolvers answers: declared with arguments, or typed as a model without a relation directive. */
  | { readonly is: 'custom' };

export type Relation = ToOne | ToMany;

/** A `@belongsTo`, a `@hasOne` or a field of a join model: the row holds the other's key. */
export interface ToOne {
  readonly is: 'toOne';
  readonly directive: 'belongsTo' | 'hasOne';
  readonly target: string;
  /** The fields of this row that find the other row, in the order of the target's key (hash, then sort). */
  readonly from: readonly string[];
  /** The target's index that holds our key, or null for the target's primary key. */
  readonly index: string | null;
}

/** A `@hasMany` or `@manyToMany`: rows of the target whose index holds this row's key. */
export interface ToMany {
  readonly is: 'toMany';
  readonly directive: 'hasMany' | 'manyToMany';
  readonly target: string;
  /** Fields of this row whose values are the index's hash and, after the first, its leading sort fields. */
  readonly from: readonly string[];
  /** The target's index, or null for its primary key. */
  readonly index: string | null;
  /** The page size if the query has no `limit`. */
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

export type Operation = 'get' | 'list' | 'listen' | 'create' | 'update' | 'delete';

/** A rule of `@auth`: one way in. The tenant is never part of a rule, because it is checked before all of them. */
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
  /** The conditions. Each has the operations of the whole rule. */
  readonly rules: readonly Rule[];
}
export interface OwnerRule extends RuleBase {
  readonly allow: 'owner';
  /** True if an update may write another value into the field. */
  readonly reassignable?: true;
  readonly field: string;
  /** True if the field is a list of owners. */
  readonly many: boolean;
  /** Claims joined by `::`. Amplify's default is `sub::username`. */
  readonly identityClaim: string;
}
export interface GroupsRule extends RuleBase {
  readonly allow: 'groups';
  readonly groups: readonly string[];
  readonly groupClaim: string;
}
export interface DynamicGroupsRule extends RuleBase {
  readonly allow: 'dynamicGroups';
  /** True if an update may write another value into the field. */
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
  /** True if src/resolvers must answer the field: it has arguments, or its type is a model. */
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

/** A field of Query, Mutation or Subscription that the schema declares. */
export interface CustomField extends Described, Guarded {
  readonly type: TypeRef;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly deprecated?: string;
  /** Null lets every member of the tenant call it. */
  readonly rules: readonly Rule[] | null;
}

/** A field of Subscription that the schema declares. */
export interface CustomSubscription extends CustomField {
  /** The mutations whose answers it answers, generated or declared (`@aws_subscribe`). */
  readonly mutations: readonly string[];
}
