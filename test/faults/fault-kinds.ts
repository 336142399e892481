import type { Fault, ProxyCall } from '../store/fault-proxy.ts';
import { REQUEST_TIMEOUT } from './world.ts';

/** A call of DynamoDB as a request makes it without faults. */
export interface Seen {
  readonly action: string;
  /** Whether it goes to the table of rows. */
  readonly onRows: boolean;
}

/** A way in which DynamoDB fails. */
export interface FaultKind {
  readonly name: string;
  /** Whether it can happen to a call. */
  fits(call: Seen): boolean;
  /** Whether it happens to every call from its first on. Otherwise only the attempts of one call meet it. */
  readonly persists: boolean;
  /** Returns what happens to the attempt with this number, from 0. */
  fault(attempt: number): Fault | null;
  /** Whether a request must succeed that meets it once at such a call. */
  survived(call: Seen): boolean;
  /** Whether the test waits for a clock. Such a cell costs seconds. */
  readonly waits?: true;
}

const isTransaction = ({ action }: Seen): boolean => action === 'TransactWriteItems';
const isBatch = ({ action }: Seen): boolean => action.startsWith('Batch');
const isRead = ({ action }: Seen): boolean => /^(GetItem|Query|BatchGetItem)$/.test(action);
/** A single write carries a stamp, by which the store finds it; a delete leaves none. */
const isStamped = ({ action }: Seen): boolean => action === 'PutItem' || action === 'UpdateItem';

type Survives = FaultKind['survived'];
const always: Survives = () => true;
const never: Survives = () => false;
const repeated: Survives = (call) => isRead(call) || isTransaction(call);
const found: Survives = (call) => repeated(call) || isStamped(call);

const once = (name: string, fault: Fault, survived: Survives, more: Partial<FaultKind> = {}): FaultKind => ({
  name,
  fits: () => true,
  persists: false,
  fault: (attempt) => (attempt === 0 ? fault : null),
  survived,
  ...more,
});
const from = (name: string, fault: Fault, more: Partial<FaultKind> = {}): FaultKind => ({
  name: `${name} from then on`,
  fits: () => true,
  persists: true,
  fault: () => fault,
  survived: never,
  ...more,
});
const slow = (name: string, timeouts: number): FaultKind =>
  once(name, { is: 'slow', ms: timeouts * REQUEST_TIMEOUT }, always, { fits: isTransaction, waits: true });

/** Every way in which DynamoDB fails, for a moment or for good. The SDK gives an attempt up after 3 s. */
export const faultKinds: readonly FaultKind[] = [
  once('throttled', { is: 'throttled' }, always),
  once('error 500', { is: 'broken' }, repeated),
  once('denied', { is: 'denied' }, never),
  once('expired credentials', { is: 'expired' }, ({ onRows }) => onRows),
  once('clock skew', { is: 'skewed' }, always),
  once('reset', { is: 'reset' }, repeated),
  once('lost answer', { is: 'lost' }, found),
  once('cut answer', { is: 'cut' }, found),
  once('silence', { is: 'silent' }, repeated, { waits: true }),
  once('silence after the call', { is: 'silent', done: true }, found, { waits: true }),
  from('throttled', { is: 'throttled' }),
  from('error 500', { is: 'broken' }),
  from('denied', { is: 'denied' }),
  from('expired credentials', { is: 'expired' }),
  from('reset', { is: 'reset' }),
  from('lost answer', { is: 'lost' }),
  from('cut answer', { is: 'cut' }),
  from('silence', { is: 'silent' }, { waits: true }),
  from('silence after the call', { is: 'silent', done: true }, { waits: true }),
  {
    ...once(
      'lost answer, then throttled twice',
      { is: 'lost' },
      (call) => isTransaction(call) || isStamped(call),
    ),
    fault: (attempt) => (attempt === 0 ? { is: 'lost' } : attempt < 3 ? { is: 'throttled' } : null),
  },
  {
    ...once('lost answer, then denied', { is: 'lost' }, isStamped),
    fault: (attempt) => (attempt === 0 ? { is: 'lost' } : { is: 'denied' }),
  },
  {
    ...once('throttled, then lost answer', { is: 'lost' }, found),
    fault: (attempt) => [{ is: 'throttled' } as const, { is: 'lost' } as const][attempt] ?? null,
  },
  slow('commit of 2.5 s', 2.5 / 3),
  slow('commit of 5 s', 5 / 3),
  slow('commit of 10 s', 10 / 3),
  once('unprocessed keys', { is: 'partial', most: 1 }, always, { fits: isBatch }),
  {
    ...once('unprocessed keys for ever', { is: 'partial', most: 0 }, never, { fits: isBatch }),
    fault: () => ({ is: 'partial', most: 0 }),
  },
];

/** Returns what makes a call one of the attempts of another: the same action with the same token or content. */
export function signatureOf({ action, body }: Pick<ProxyCall, 'action' | 'body'>): string {
  const { ClientRequestToken: token } = body;
  return `${action} ${typeof token === 'string' ? token : JSON.stringify(body)}`;
}
