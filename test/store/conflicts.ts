import { CONTROL_PK, CONTROL_SK } from '../../src/store/dynamo/tables/table-shape.ts';
import { PK, SK } from '../../src/store/dynamo/keys/keys.ts';
import {
  isRead,
  TransactionCancelled,
  type Command,
  type Item,
  type Send,
  type TransactItem,
} from '../../src/store/dynamo/driver/send.ts';
import type { VirtualClock } from '../shared/virtual-clock.ts';

/** Virtual milliseconds of calls. */
export interface CallTimes {
  /** Of a read or a write of one item. */
  readonly single: number;
  /** Of a transaction, and its part from the moment at which it holds its items. */
  readonly transaction: number;
  readonly held: number;
}

/** A transaction of 10 ms, as in earlier measurements of conflicts. */
export const CALL_TIMES: CallTimes = { single: 4, transaction: 10, held: 6 };

/** DynamoDB's rule for transactions under way, which the emulator lacks because it serves one call after another. */
export interface Conflicts {
  /** Wraps a Send: its calls take virtual time, and two that meet at an item conflict if one is a transaction. */
  readonly through: (send: Send) => Send;
  /** How many calls were refused so far. */
  count(): number;
}

/**
 * Opens a model of conflicts. A call is refused that writes or checks an item of a transaction under way, as the API
 * reference of TransactWriteItems words it. AWS does not say whether two checks of one item pass together; here they do not.
 */
export function openConflicts(clock: VirtualClock, times: CallTimes = CALL_TIMES): Conflicts {
  const held = new Set<string>();
  let refused = 0;

  const refuse = async (places: readonly string[], after: number): Promise<never> => {
    refused += 1;
    const reasons = places.map((place) => ({
      code: held.has(place) ? ('conflict' as const) : ('none' as const),
      item: null,
    }));
    await clock.sleep(after);
    throw new TransactionCancelled(reasons);
  };
  const transact = async <Result>(
    places: readonly string[],
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const around = (times.transaction - times.held) / 2;
    await clock.sleep(around);
    if (places.some((place) => held.has(place))) return refuse(places, around);
    for (const place of places) held.add(place);
    try {
      await clock.sleep(times.held);
      return await clock.meanwhile(work);
    } finally {
      for (const place of places) held.delete(place);
      await clock.sleep(around);
    }
  };

  return {
    count: () => refused,
    through: (send) => async (command, options) => {
      const work = (): ReturnType<Send> => send(command, options);
      const places = placesOf(command);
      if (command.name === 'TransactWriteItems') return transact(places, work);
      const half = times.single / 2;
      await clock.sleep(half);
      if (!isRead(command) && places.some((place) => held.has(place))) return refuse(places, half);
      try {
        return await clock.meanwhile(work);
      } finally {
        await clock.sleep(half);
      }
    },
  };
}

/** Returns the items that a command writes or checks, in its order. */
function placesOf(command: Command): string[] {
  switch (command.name) {
    case 'PutItem':
      return [placeOf(command.input.Item)];
    case 'UpdateItem':
    case 'DeleteItem':
      return [placeOf(command.input.Key)];
    case 'BatchWriteItem': {
      const { input } = command;
      return ('DeleteKeys' in input ? input.DeleteKeys : input.PutItems).map(placeOf);
    }
    case 'TransactWriteItems':
      return command.input.TransactItems.map((item) => placeOf(keyIn(item)));
    default:
      return [];
  }
}

function keyIn(item: TransactItem): Item {
  if ('Put' in item) return item.Put.Item;
  if ('Update' in item) return item.Update.Key;
  return 'Delete' in item ? item.Delete.Key : item.ConditionCheck.Key;
}

function placeOf(item: Item): string {
  return JSON.stringify([item[PK] ?? item[CONTROL_PK], item[SK] ?? item[CONTROL_SK]]);
}
