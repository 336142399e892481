import type { Operation } from './dynamo-call.ts';
import type { Attributes } from './marshal.ts';

/** Converts one item, to or from DynamoDB JSON. */
type Convert = (item: Attributes) => object;
/** Where the items of a request or an answer are: converts them, and leaves the rest as it is. */
type Places = (value: unknown, convert: Convert) => unknown;

const item: Places = (value, convert) => convert(value as Attributes);

const list =
  (places: Places): Places =>
  (value, convert) =>
    (value as readonly unknown[]).map((one) => places(one, convert));

/** An object with a member for each table. */
const byTable =
  (places: Places): Places =>
  (value, convert) =>
    Object.fromEntries(Object.entries(value as object).map(([table, one]) => [table, places(one, convert)]));

const members =
  (named: Readonly<Record<string, Places>>): Places =>
  (value, convert) => {
    const converted = { ...(value as Record<string, unknown>) };
    for (const [name, places] of Object.entries(named))
      if (converted[name] !== undefined) converted[name] = places(converted[name], convert);
    return converted;
  };

const withKey = members({ Key: item, ExpressionAttributeValues: item });
const withItem = members({ Item: item, ExpressionAttributeValues: item });
const keys = byTable(members({ Keys: list(item) }));
const writes = byTable(
  list(members({ PutRequest: members({ Item: item }), DeleteRequest: members({ Key: item }) })),
);
const oldItem = members({ Attributes: item });

/** The items of each request. */
export const ITEMS_OF_REQUEST: Readonly<Record<Operation, Places>> = {
  GetItem: withKey,
  BatchGetItem: members({ RequestItems: keys }),
  Query: members({ ExclusiveStartKey: item, ExpressionAttributeValues: item }),
  PutItem: withItem,
  UpdateItem: withKey,
  DeleteItem: withKey,
  BatchWriteItem: members({ RequestItems: writes }),
  TransactWriteItems: members({
    TransactItems: list(
      members({ Put: withItem, Update: withKey, Delete: withKey, ConditionCheck: withKey }),
    ),
  }),
};

/** The items of each answer. */
export const ITEMS_OF_ANSWER: Readonly<Record<Operation, Places>> = {
  GetItem: members({ Item: item }),
  BatchGetItem: members({ Responses: byTable(list(item)), UnprocessedKeys: keys }),
  Query: members({ Items: list(item), LastEvaluatedKey: item }),
  PutItem: oldItem,
  UpdateItem: oldItem,
  DeleteItem: oldItem,
  BatchWriteItem: members({ UnprocessedItems: writes }),
  TransactWriteItems: members({}),
};
