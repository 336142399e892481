/**
 * The types of the tables for resolvers. src/generated/models.ts fills them in for each model.
 * At run time they are ResolverTables.
 */

/** The operators that compare a value of this type. */
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

/** A filter or a condition. All of its members must hold. */
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
  /** A condition on the stored row. If it does not hold, the write is refused with CONDITION_FAILED. */
  readonly when?: Condition<Row>;
}

/** The types that codegen writes for a model. */
export interface TableTypes {
  readonly row: object;
  readonly key: object;
  readonly create: object;
  readonly update: object;
  readonly delete: object;
  /** The hash field of each index. */
  readonly indexes: object;
}

/** The rows of one model as the caller may reach them. Methods throw refusals; see docs/errors. */
export interface TypedTable<Types extends TableTypes> {
  get(key: Types['key']): Promise<Types['row'] | null>;
  list(options?: TypedListOptions<Types['row']>): Promise<TypedPage<Types['row']>>;
  query<Name extends keyof Types['indexes'] & string>(
    index: Name,
    where: Types['indexes'][Name],
    options?: TypedListOptions<Types['row']> & { readonly sort?: object },
  ): Promise<TypedPage<Types['row']>>;
  /** Returns how many rows the caller may see. */
  count(request?: { readonly filter?: Condition<Types['row']> }): Promise<number>;
  create(input: Types['create'], options?: TypedWriteOptions<Types['row']>): Promise<Types['row']>;
  /** Takes the key and the fields to change. Null removes a value. */
  update(input: Types['update'], options?: TypedWriteOptions<Types['row']>): Promise<Types['row']>;
  delete(key: Types['delete'], options?: TypedWriteOptions<Types['row']>): Promise<Types['row']>;
}

/** All tables of a schema, by the names of its models. */
export type TypedTables<Models> = {
  readonly [Name in keyof Models]: Models[Name] extends TableTypes ? TypedTable<Models[Name]> : never;
};

export interface TypedTransacting<Models> {
  /**
   * Commits the writes of `work`, all or none (at most 100).
   * `work` may run more than once: if another request took the same gapless number of a sequence first, it runs again.
   */
  transact<Result>(
    work: (
      transaction: TypedTables<Models> & {
        /**
         * Returns the next number of a sequence of this tenant: 1, 2, 3 … No other transaction gets it. A transaction that
         * fails leaves a gap. `gapless: true` leaves none, at a price: all who draw from the sequence wait for each other.
         */
        next(sequence: string, options?: { readonly gapless?: boolean }): Promise<number>;
      },
    ) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * The type of `context.store`. It obeys `@auth`; `store.trusted` skips the rules for business code, but stays inside
 * the tenant.
 */
export type TypedStore<Models> = TypedTables<Models> &
  TypedTransacting<Models> & { readonly trusted: TypedTables<Models> & TypedTransacting<Models> };
