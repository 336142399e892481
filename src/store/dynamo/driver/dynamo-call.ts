import type { DeleteInput, GetInput, Item, PutInput, QueryInput, TransactItem, UpdateInput } from './send.ts';

interface Metered {
  readonly ReturnConsumedCapacity: 'TOTAL';
}
type InTable<Input> = Input & Metered & { readonly TableName: string };
type ByTable<Value> = Readonly<Record<string, Value>>;

export interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}
/** A write of a transaction with the name of its table. */
export type PlacedItem = {
  readonly [Kind in TransactItem extends infer Write ? keyof Write : never]?: object;
};

/** The operations that the store uses, with their requests. The values of items are plain. */
export interface Requests {
  readonly GetItem: InTable<GetInput>;
  readonly Query: InTable<QueryInput>;
  readonly PutItem: InTable<PutInput>;
  readonly UpdateItem: InTable<UpdateInput>;
  readonly DeleteItem: InTable<DeleteInput>;
  readonly BatchGetItem: Metered & {
    readonly RequestItems: ByTable<{ readonly Keys: readonly Item[]; readonly ConsistentRead?: true }>;
  };
  readonly BatchWriteItem: Metered & { readonly RequestItems: ByTable<readonly WriteRequest[]> };
  readonly TransactWriteItems: Metered & {
    readonly TransactItems: readonly PlacedItem[];
    readonly ClientRequestToken?: string;
  };
}
export type Operation = keyof Requests;

interface Capacity {
  readonly CapacityUnits?: number;
}
/** An answer. Its members depend on the operation. */
export interface Answer {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
  readonly Count?: number;
  readonly ScannedCount?: number;
  readonly Responses?: ByTable<readonly Item[]>;
  readonly UnprocessedKeys?: ByTable<{ readonly Keys?: readonly Item[] }>;
  readonly UnprocessedItems?: ByTable<readonly WriteRequest[]>;
  /** A list if the operation may use several tables. */
  readonly ConsumedCapacity?: Capacity | readonly Capacity[];
}

/** Makes one attempt of a call. It throws the SDK's errors, or errors with the same names and members. */
export type DynamoCall = <Name extends Operation>(
  operation: Name,
  request: Requests[Name],
  signal: AbortSignal | undefined,
) => Promise<Answer>;
