import type { Command } from '../../src/store/dynamo/driver/send.ts';

const PARTITION_KEY = /^(__pk|\d+p)$/;

/** Returns every partition key, of the table and of the indexes, that a DynamoDB call names or writes. */
export function partitionKeys(call: Command): readonly string[] {
  const keys: string[] = [];
  collect(call.input, keys);
  return keys;
}

function collect(value: unknown, keys: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (PARTITION_KEY.test(name)) keys.push(String(member));
    collect(member, keys);
  }
  keys.push(...inExpressions(value));
}

interface Expressions {
  readonly KeyConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** Returns the partition keys that an expression sets or compares by placeholders. */
function inExpressions(input: Expressions): string[] {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input;
  const text = `${input.KeyConditionExpression ?? ''} ${input.UpdateExpression ?? ''}`;
  return [...text.matchAll(/(#\w+) = (:\w+)/g)].flatMap(([, name = '', value = '']) =>
    PARTITION_KEY.test(names[name] ?? '') ? [String(values[value])] : [],
  );
}
