import { setTimeout as pause } from 'node:timers/promises';

import type { Fault, ProxyCall } from '../store/fault-proxy.ts';

/** The most events that are delivered while an arming is held, and the milliseconds after which it goes on without them. */
const MOST = 3;
const PATIENCE = 1_000;

/**
 * Holds the transactions that arm subscriptions, each until so many further events of its tenant have looked for their
 * subscriptions. An answer that does not wait for its transaction loses these events.
 */
export function holdArmings(random: () => number): (call: ProxyCall) => Fault | null {
  const held: { readonly tenant: string; left: number; readonly release: () => void }[] = [];
  return ({ action, body }) => {
    const text = JSON.stringify(body);
    const [, tenant = ''] = /"T#(\w+)#ON#"/.exec(text) ?? [];
    if (tenant === '') return null;
    if (action === 'Query')
      for (const one of held) {
        if (one.tenant !== tenant) continue;
        one.left -= 1;
        if (one.left < 0) one.release();
      }
    if (action !== 'TransactWriteItems' || !text.includes('"Put"')) return null;
    const left = Math.floor(random() * (MOST + 1));
    const isOver = new Promise<void>((release) => held.push({ tenant, left, release }));
    return { is: 'held', until: Promise.race([isOver, pause(PATIENCE)]) };
  };
}
