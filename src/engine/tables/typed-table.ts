/**
 * The types of the tables that resolvers use; src/generated/models.ts fills them in for each model.
 * At run time they are ResolverTables.
 */

/** The operators that a value of this type can be compared by. */
export interface Operators<Value> {
  readonly eq?: Value | null;
  readonly ne?: Value | null;
  readonly lt?: Value;
  readonly le?: Value;
  readonly gt?: Value;
  readonly ge?: Value;
  readonly between?: readonly [Value, Value];
  readonly beginsWith?: Value;
  readonly contains?: Value;
  readonly notContains?: Value;
  readonly in?: readonly Value[];
  readonly attributeExists?: boolean;
}

type Element<Value> = NonNullable<Value> extends readonly (infer Item)[] ? Item : NonNullable<Value>;

/** A filter or a condition: all of its members must hold. */
export type Condition<Row> = { readonly [Field in keyof Row]?: Operators<Element<Row[Field]>> } & {
  readonly and?: readonly Condition<Row>[];
  readonly or?: readonly Condition<Row>[];
  readonly not?: Condition<Row>;
};

export interface TypedPage<Row> {
  readonly rows: readonly Row[];
  readonly nextToken: string | null;
}

export interface TypedListOptions<Row> {
  readonly filter?: Condition<Row> | null;
  readonly limit?: number | null;
  readonly nextToken?: string | null;
  readonly sortDirection?: 'ASC' | 'DESC' | null;
}

export interface TypedWriteOptions<Row> {
  /** Must hold of the stored row, or the write is refused with CONDITION_FAILED. */
  readonly when?: Condition<Row>;
}

/** What codegen knows of a model. */
export interface TableTypes {
  readonly row: object;
  readonly key: object;
  readonly create: object;
  readonly update: object;
  readonly delete: object;
  /** By index: the hash field. */
  readonly indexes: object;
}

/** The rows of one model, as the caller may reach them. Refusals are thrown; see docs/errors. */
export interface TypedTable<Types extends TableTypes> {
  get(key: Types['key']): Promise<Types['row'] | null>;
  list(options?: TypedListOptions<Types['row']>): Promise<TypedPage<Types['row']>>;
  query<Name extends keyof Types['indexes'] & string>(
    index: Name,
    where: Types['indexes'][Name],
    options?: TypedListOptions<Types['row']> & { readonly sort?: object },
  ): Promise<TypedPage<Types['row']>>;
  /** How many rows the caller may see. */
  count(request?: { readonly filter?: Condition<Types['row']> }): Promise<number>;
  create(input: Types['create'], options?: TypedWriteOptions<Types['row']>): Promise<Types['row']>;
  /** The key, and the fields to change; null removes a value. */
  update(input: Types['update'], options?: TypedWriteOptions<Types['row']>): Promise<Types['row']>;
  delete(key: Types['delete'], options?: TypedWriteOptions<Types['row']>): Promise<Types['row']>;
}

/** All tables of a schema, by the names of its models. */
export type TypedTables<Models> = {
  readonly [Name in keyof Models]: Models[Name] extends TableTypes ? TypedTable<Models[Name]> : never;
};

export interface TypedTransacting<Models> {
  /**
   * Commits the writes of `work` all or none (at most 100). `work` may run more than once: when another request took
   * the same number of a sequence first, it is run again.
   */
  transact<Result>(
    work: (
      transaction: TypedTables<Models> & {
        /** The next number of a sequence of this tenant: 1, 2, 3 … without gaps. */
        next(sequence: string): Promise<number>;
      },
    ) => Promise<Result>,
  ): Promise<Result>;
}

/** `context.store`: obeys `@auth`; `store.trusted` skips the rules for business code, still inside the tenant. */
export type TypedStore<Models> = TypedTables<Models> &
  TypedTransacting<Models> & { readonly trusted: TypedTables<Models> & TypedTransacting<Models> };
