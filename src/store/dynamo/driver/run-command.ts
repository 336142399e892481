import { inAttempts } from './attempts.ts';
import type { Answer, DynamoCall, Operation, PlacedItem, Requests } from './dynamo-call.ts';
import type { Command, Output, SendOptions, TransactItem } from './send.ts';
import { wholeBatch } from './whole-batch.ts';

/** Runs a command on a table, with as many calls and attempts as it needs. */
export async function runCommand(
  dynamo: DynamoCall,
  table: string,
  command: Command,
  settings: SendOptions,
): Promise<Output> {
  const { signal } = settings;
  const call = <Name extends Operation>(
    name: Name,
    request: Omit<Requests[Name], 'ReturnConsumedCapacity'>,
  ): Promise<Answer> => {
    const metered = { ...request, ReturnConsumedCapacity: 'TOTAL' } as unknown as Requests[Name];
    return inAttempts(command, settings, () => dynamo(name, metered, signal), table);
  };
  switch (command.name) {
    case 'BatchGetItem': {
      const { Keys, ...rest } = command.input;
      const { items, capacity } = await wholeBatch(Keys, signal, async (left) => {
        const answer = await call(command.name, { RequestItems: { [table]: { ...rest, Keys: left } } });
        return {
          items: answer.Responses?.[table] ?? [],
          left: answer.UnprocessedKeys?.[table]?.Keys ?? [],
          capacity: units(answer),
        };
      });
      return { Items: items, capacity };
    }
    case 'BatchWriteItem': {
      const { input } = command;
      const isPut = 'PutItems' in input;
      const all = isPut ? input.PutItems : input.DeleteKeys;
      const { capacity } = await wholeBatch(all, signal, async (left) => {
        const writes = left.map((item) =>
          isPut ? { PutRequest: { Item: item } } : { DeleteRequest: { Key: item } },
        );
        const answer = await call(command.name, { RequestItems: { [table]: writes } });
        return {
          items: [],
          left: (answer.UnprocessedItems?.[table] ?? []).map(
            ({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {},
          ),
          capacity: units(answer),
        };
      });
      return { capacity };
    }
    case 'TransactWriteItems': {
      const TransactItems = command.input.TransactItems.map((item) => inTable(table, item));
      return { capacity: units(await call(command.name, { ...command.input, TransactItems })) };
    }
    default:
      return outputOf(await call(command.name, { TableName: table, ...command.input }));
  }
}

function inTable(TableName: string, item: TransactItem): PlacedItem {
  if ('Put' in item) return { Put: { TableName, ...item.Put } };
  if ('Update' in item) return { Update: { TableName, ...item.Update } };
  if ('Delete' in item) return { Delete: { TableName, ...item.Delete } };
  return { ConditionCheck: { TableName, ...item.ConditionCheck } };
}

function outputOf(answer: Answer): Output {
  const { Item, Items, Attributes, LastEvaluatedKey, Count, ScannedCount } = answer;
  return {
    ...(Item && { Item }),
    ...(Items && { Items }),
    ...(Attributes && { Attributes }),
    ...(LastEvaluatedKey && { LastEvaluatedKey }),
    ...(Count !== undefined && { Count }),
    ...(ScannedCount !== undefined && { ScannedCount }),
    capacity: units(answer),
  };
}

function units({ ConsumedCapacity = [] }: Answer): number {
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
