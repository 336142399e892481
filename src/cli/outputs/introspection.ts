import type { Json } from '../../model/index.ts';

/**
 * What the Amplify library reads of a schema (`ModelIntrospectionSchema` in @aws-amplify/core). From it the library
 * writes the documents of `client.models` and `client.queries`.
 */
export interface Introspection {
  readonly version: 1;
  readonly models: Readonly<Record<string, IntrospectedModel>>;
  readonly enums: Readonly<Record<string, { readonly name: string; readonly values: readonly string[] }>>;
  /** Object types without `@model`. */
  readonly nonModels: Readonly<Record<string, IntrospectedObject>>;
  readonly queries: Readonly<Record<string, IntrospectedOperation>>;
  readonly mutations: Readonly<Record<string, IntrospectedOperation>>;
  readonly subscriptions: Readonly<Record<string, IntrospectedOperation>>;
  readonly inputs: Readonly<Record<string, { readonly name: string; readonly attributes: Arguments }>>;
}

export interface IntrospectedObject {
  readonly name: string;
  readonly fields: Readonly<Record<string, IntrospectedField>>;
}

export interface IntrospectedModel extends IntrospectedObject {
  readonly syncable: boolean;
  /** `Tasks`: the library adds it to `list`. */
  readonly pluralName: string;
  readonly attributes: readonly Attribute[];
  readonly primaryKeyInfo: {
    /** True if a list takes the key. The library then names each key field in a get. */
    readonly isCustomPrimaryKey: boolean;
    readonly primaryKeyFieldName: string;
    readonly sortKeyFieldNames: readonly string[];
  };
}

/** `@model`, a key or `@auth` of a type. */
export interface Attribute {
  readonly type: 'model' | 'key' | 'auth';
  readonly properties: Json;
}

/** A type as the library writes it. `isRequired` is of the element if the type is a list. */
export interface Shape<Type> {
  readonly isArray: boolean;
  readonly type: Type;
  readonly isRequired: boolean;
  /** Whether the list itself may be null. Only of lists. */
  readonly isArrayNullable?: boolean;
}

/** The type of a field: a scalar by its name, or what the record names. */
export type OutputType =
  string | { readonly enum: string } | { readonly model: string } | { readonly nonModel: string };
export type InputType = string | { readonly enum: string } | { readonly input: string };

export interface IntrospectedField extends Shape<OutputType> {
  readonly name: string;
  readonly attributes: readonly [];
  /** True if no input has the field. The library leaves it out of an update. */
  readonly isReadOnly?: true;
  readonly association?: Association;
}

/** How the library finds the other rows: by `get` with our fields, or by `list` with a filter on theirs. */
export type Association =
  | { readonly connectionType: 'BELONGS_TO'; readonly targetNames: readonly string[] }
  | {
      readonly connectionType: 'HAS_ONE';
      readonly associatedWith: readonly string[];
      readonly targetNames: readonly string[];
    }
  | { readonly connectionType: 'HAS_MANY'; readonly associatedWith: readonly string[] };

export interface IntrospectedOperation extends Shape<OutputType> {
  readonly name: string;
  /** Absent if there are none: the library then takes no argument. */
  readonly arguments?: Arguments;
}
export type Arguments = Readonly<Record<string, Shape<InputType> & { readonly name: string }>>;
