import type { Command } from '../../src/store/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** The attributes that are partition keys, of the table and of every index. */
const PARTITION = /^__(gsi\d+)?pk$/;

/**
 * Every partition key in a command: of its keys, its items, its key conditions and its updates.
 * @throws {Error} for a command without any, since then nothing ties it to a tenant
 */
export function partitionKeys(command: Command): string[] {
  const keys = inputsOf(command).flatMap((input) => [
    ...[
      input['Key'],
      input['Item'],
      input['ExclusiveStartKey'],
      ...((input['Keys'] ?? []) as unknown[]),
    ].flatMap((item) => keysOfItem(item)),
    ...keysOfExpressions(input),
  ]);
  if (keys.length === 0) throw new Error(`A ${command.name} names no partition.`);
  return keys;
}

function inputsOf({ input }: Command): Values[] {
  if (!('TransactItems' in input)) return [input as object as Values];
  return input.TransactItems.flatMap((item) => Object.values(item) as Values[]);
}

function keysOfItem(item: unknown): string[] {
  return Object.entries((item ?? {}) as Values).flatMap(([name, value]) =>
    PARTITION.test(name) ? [String(value)] : [],
  );
}

/** `#n0 = :v0` where `#n0` stands for a partition key. */
function keysOfExpressions(input: Values): string[] {
  const names = (input['ExpressionAttributeNames'] ?? {}) as Readonly<Record<string, string>>;
  const values = (input['ExpressionAttributeValues'] ?? {}) as Values;
  const text = [input['KeyConditionExpression'], input['UpdateExpression']].join(' ');
  return [...text.matchAll(/(#\w+) = (:\w+)/g)].flatMap(([, name = '', value = '']) =>
    PARTITION.test(names[name] ?? '') ? [String(values[value])] : [],
  );
}
