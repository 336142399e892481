import { PK, SK } from '../../src/store/dynamo/keys/keys.ts';
import {
  TransactionCancelled,
  type Command,
  type Output,
  type Send,
} from '../../src/store/dynamo/driver/send.ts';
import { openVirtualClock, type VirtualClock } from '../shared/virtual-clock.ts';
import { CALL_TIMES, openConflicts } from './conflicts.ts';

// The model of conflicts, by which other tests judge writers, follows the rules that it names.

const item = (id: string): Record<string, string> => ({ [PK]: 'T#acme#Task', [SK]: id });
const put = (id: string): Command => ({ name: 'PutItem', input: { Item: item(id) } });
const get = (id: string): Command => ({ name: 'GetItem', input: { Key: item(id) } });
const transact = (...ids: string[]): Command => ({
  name: 'TransactWriteItems',
  input: { TransactItems: ids.map((id) => ({ Put: { Item: item(id) } })) },
});
const answered: Send = () => Promise.resolve({ capacity: 1 });

/** Sends commands at once. Returns how each ended, and when, in virtual milliseconds. */
async function send(...commands: readonly Command[]): Promise<readonly (readonly [string, number])[]> {
  const clock = openVirtualClock();
  const through = openConflicts(clock).through(answered);
  return clock.run(commands.map((command) => () => outcome(through(command), clock)));
}

async function outcome(call: Promise<Output>, clock: VirtualClock): Promise<readonly [string, number]> {
  try {
    await call;
    return ['done', clock.now()];
  } catch (error) {
    if (!(error instanceof TransactionCancelled)) throw error;
    return [error.reasons.map(({ code }) => code).join(' '), clock.now()];
  }
}

const { single, transaction } = CALL_TIMES;

test('a transaction that meets an item of one under way is refused, and its reasons name the item', async () => {
  expect(await send(transact('1', '2'), transact('3', '2'))).toEqual([
    ['done', transaction],
    ['none conflict', transaction - CALL_TIMES.held],
  ]);
});

test('transactions without an item in common take the time of one', async () => {
  expect(await send(transact('1'), transact('2'))).toEqual([
    ['done', transaction],
    ['done', transaction],
  ]);
});

test('a single write of an item of a transaction under way is refused; a read and another write are not', async () => {
  expect(await send(transact('1'), put('1'), get('1'), put('2'))).toEqual([
    ['done', transaction],
    ['conflict', single],
    ['done', single],
    ['done', single],
  ]);
});

test('two single writes of one item are no conflict', async () => {
  expect(await send(put('1'), put('1'))).toEqual([
    ['done', single],
    ['done', single],
  ]);
});
