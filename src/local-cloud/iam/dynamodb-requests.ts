import type { IamRequest } from './policy.ts';

/** The value of an attribute on the wire. */
interface AttributeValue {
  readonly S?: string;
}
type Item = Readonly<Record<string, AttributeValue>>;

/** The members of DynamoDB's requests that the needed rights depend on. */
interface Body {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, Body>>[];
  readonly Statement?: string;
}

export interface TableNames {
  /** `arn:aws:dynamodb:<region>:<account>:table/` */
  readonly arnPrefix: string;
  /** Returns the partition key of a table, or of an index of it. */
  readonly partitionKey: (table: string, index: string | null) => string;
}

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/**
 * Returns the requests to IAM for one call of DynamoDB: an action for each table, or for each part of a
 * transaction. A call without a known partition key (a scan, PartiQL) has no `dynamodb:LeadingKeys`, as on
 * AWS.
 * @param operation for example `GetItem`
 */
export function iamRequests(operation: string, body: Body, names: TableNames): readonly IamRequest[] {
  switch (operation) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
      return [itemRequest(operation, body, body.Key, names)];
    case 'PutItem':
      return [itemRequest(operation, body, body.Item, names)];
    case 'Query':
      return [queryRequest(body, names)];
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.entries(body.RequestItems ?? {}).map(([table, items]) =>
        request(operation, table, null, batchKeys(items, names.partitionKey(table, null)), names),
      );
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return (body.TransactItems ?? []).flatMap((part) =>
        Object.entries(part).map(([kind, inner]) => {
          const action = kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
          return itemRequest(action, inner, kind === 'Put' ? inner.Item : inner.Key, names);
        }),
      );
    case 'ExecuteStatement':
    case 'BatchExecuteStatement':
    case 'ExecuteTransaction':
      return [request('PartiQLSelect', '*', null, [], names)];
    default:
      return [request(operation, body.TableName ?? '*', body.IndexName ?? null, [], names)];
  }
}

function itemRequest(
  action: string,
  { TableName = '' }: Body,
  item: Item | undefined,
  names: TableNames,
): IamRequest {
  const key = item?.[names.partitionKey(TableName, null)]?.S;
  return request(action, TableName, null, key === undefined ? [] : [key], names);
}

function queryRequest(body: Body, names: TableNames): IamRequest {
  const { TableName = '', IndexName = null, KeyConditionExpression = '' } = body;
  const attribute = names.partitionKey(TableName, IndexName);
  const comparisons = KeyConditionExpression.matchAll(/([#\w]+)\s*=\s*(:\w+)/g);
  const keys = [...comparisons].flatMap(([, name = '', value = '']) => {
    const resolved = body.ExpressionAttributeNames?.[name] ?? name;
    const key = body.ExpressionAttributeValues?.[value]?.S;
    return resolved === attribute && key !== undefined ? [key] : [];
  });
  return request('Query', TableName, IndexName, keys, names);
}

/** Returns the partition keys in the part of a batch for one table. */
function batchKeys(items: unknown, attribute: string): readonly string[] {
  const { Keys } = items as { readonly Keys?: readonly Item[] };
  const written = Array.isArray(items)
    ? (items as readonly { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]).map(
        ({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {},
      )
    : [];
  return [...(Keys ?? []), ...written].flatMap((item) => item[attribute]?.S ?? []);
}

function request(
  action: string,
  table: string,
  index: string | null,
  leadingKeys: readonly string[],
  { arnPrefix }: TableNames,
): IamRequest {
  return {
    action: `dynamodb:${action}`,
    resource: `${arnPrefix}${table}${index === null ? '' : `/index/${index}`}`,
    context: leadingKeys.length > 0 ? { [LEADING_KEYS]: [...new Set(leadingKeys)] } : {},
  };
}
