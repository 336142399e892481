import type { Fault, ProxyCall } from '../../test/store/fault-proxy.ts';
import { pick } from './steps.ts';

/** Faults with their weights. A silent call costs the server three seconds. */
const FAULTS: readonly (readonly [number, Fault])[] = [
  [20, { is: 'throttled' }],
  [15, { is: 'broken' }],
  [15, { is: 'reset' }],
  [20, { is: 'lost' }],
  [10, { is: 'cut' }],
  [3, { is: 'silent' }],
  [3, { is: 'silent', done: true }],
  [5, { is: 'expired' }],
  [4, { is: 'skewed' }],
];
const BAG = FAULTS.flatMap(([weight, fault]) => Array.from({ length: weight }, () => fault));

/** Returns a fault for about one call in fifteen, such as one that its action can have, and counts it. */
export function randomFaults(
  random: () => number,
  counts: Map<string, number>,
): (call: ProxyCall) => Fault | null {
  return ({ action }) => {
    if (random() > 1 / 15) return null;
    const fault = faultOf(action, random);
    const name = fault.is === 'silent' && fault.done ? 'silent after the call' : fault.is;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return fault;
  };
}

function faultOf(action: string, random: () => number): Fault {
  if (action === 'TransactWriteItems' && random() < 0.1) return { is: 'slow', ms: 500 + random() * 4_500 };
  if (action.startsWith('Batch') && random() < 0.3) return { is: 'partial', most: 1 };
  return pick(random, BAG);
}
