/** A schema of JSON Schema 2020-12, in the keywords that the document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: true;
  readonly readOnly?: true;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly contentMediaType?: string;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** Returns a schema that also takes null. A reference cannot have a list of types, so it becomes one of two. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  if (type === undefined) return { anyOf: [schema, { type: 'null' }] };
  const types = typeof type === 'string' ? [type] : type;
  if (types.includes('null')) return schema;
  return { ...schema, type: [...types, 'null'], ...(schema.enum ? { enum: [...schema.enum, null] } : {}) };
}

/** Returns a schema without the null that `orNull` added. */
export function notNull(schema: JsonSchema): JsonSchema {
  const { type, anyOf, ...rest } = schema;
  const [only, nothing] = anyOf ?? [];
  if (only && nothing?.type === 'null') return only;
  if (type === undefined || typeof type === 'string') return schema;
  const types = type.filter((one) => one !== 'null');
  const [first] = types;
  return {
    ...rest,
    ...(anyOf ? { anyOf } : {}),
    type: types.length === 1 && first !== undefined ? first : types,
    ...(rest.enum ? { enum: rest.enum.filter((value) => value !== null) } : {}),
  };
}

/** Returns a schema with a description, and whether it is deprecated. */
export function described(
  schema: JsonSchema,
  description: string | null | undefined,
  deprecationReason?: string | null,
): JsonSchema {
  const texts = [description, deprecationReason && `Deprecated: ${deprecationReason}`].filter(Boolean);
  return {
    ...schema,
    ...(texts.length > 0 ? { description: texts.join('\n\n') } : {}),
    ...(deprecationReason ? { deprecated: true as const } : {}),
  };
}
