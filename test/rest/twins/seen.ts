import type { Call } from '../../../src/store/dynamo/driver/record.ts';
import { settled } from '../../faults/raw-state.ts';

/** Matches the key of a counter shard in a call, which is drawn at random. */
const SHARD = /("__pk":"T#[^"]*#COUNT#","__sk":"[^"]*#)\d+#"/g;
/** The parts of a call that are new each time. */
const STAMPS = ['ClientRequestToken', '0w', ':write', ':stamp'];

/** Returns calls of DynamoDB without what differs between two equal requests. Fields resolve in no order. */
export function seen(calls: readonly Pick<Call, 'command'>[]): readonly string[] {
  return calls
    .map(({ command }) => {
      const plain = JSON.parse(JSON.stringify(command), (name, value: unknown) =>
        STAMPS.includes(name) ? '<stamp>' : parsed(value),
      ) as { readonly input: { readonly TransactItems?: readonly unknown[] } };
      const items = plain.input.TransactItems?.map(text).sort();
      return text(items ? { ...plain, input: { ...plain.input, TransactItems: items } } : plain);
    })
    .sort();
}

function text(value: unknown): string {
  return settled(value).replace(SHARD, '$1<shard>#"');
}

/** Returns what a text that is JSON holds: the members of an audit event have no order. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
