import { randomUUID } from 'node:crypto';

/** A message as it was sent. */
export interface NewMessage {
  /** Much of one group delays no other, as in a fair queue of SQS. */
  readonly group: string;
  readonly body: string;
}

/** A message that was received. It comes again if it is not deleted in time. */
export interface Received extends NewMessage {
  readonly id: string;
  /** How often it was received. */
  readonly receives: number;
}

export interface QueueOptions {
  /** Milliseconds for which no other reader sees a message that was received. */
  readonly visibility: number;
  /** A message that was received so often and not deleted becomes a dead letter. */
  readonly maxReceives: number;
  /** Called with a message that was received too often, when its last reader has not deleted it in time. */
  readonly onDead?: (message: Received) => void;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** A queue in memory that behaves as one of SQS. It is lost with the process. */
export interface Queue {
  send(messages: readonly NewMessage[], delay?: number): void;
  /** Returns the next message, of the group that was served least recently; null if none is visible. */
  receive(): Received | null;
  delete(message: Pick<Received, 'id' | 'group'>): void;
  /** Returns when the next message becomes visible, in milliseconds since 1970; null if there is none. */
  nextAt(): number | null;
}

/** Opens an empty queue. */
export function openQueue({ visibility, maxReceives, onDead, now }: QueueOptions): Queue {
  /** Visible messages by group. The group that was served last is last. */
  const visible = new Map<string, Received[]>();
  /** Delayed messages, and those that a reader has, by the time when they become visible. */
  const hidden = new Map<string, { readonly at: number; readonly message: Received }>();

  const show = (message: Received): void => {
    const group = visible.get(message.group);
    if (group) group.push(message);
    else visible.set(message.group, [message]);
  };
  const showDue = (): void => {
    for (const [id, { at, message }] of hidden) {
      if (at > now()) continue;
      hidden.delete(id);
      if (message.receives >= maxReceives) onDead?.(message);
      else show(message);
    }
  };

  return {
    send(messages, delay = 0) {
      for (const { group, body } of messages) {
        const message = { id: randomUUID(), group, body, receives: 0 };
        if (delay > 0) hidden.set(message.id, { at: now() + delay, message });
        else show(message);
      }
    },
    receive() {
      showDue();
      const [next] = visible;
      if (!next) return null;
      const [group, messages] = next;
      const first = messages.shift();
      visible.delete(group);
      if (messages.length > 0) visible.set(group, messages);
      if (!first) return null;
      const message = { ...first, receives: first.receives + 1 };
      hidden.set(message.id, { at: now() + visibility, message });
      return message;
    },
    delete({ id, group }) {
      if (hidden.delete(id)) return;
      // It is visible again if its reader was slow.
      const left = visible.get(group)?.filter((message) => message.id !== id);
      if (left?.length) visible.set(group, left);
      else visible.delete(group);
    },
    nextAt() {
      if (visible.size > 0) return now();
      let next: number | null = null;
      for (const { at } of hidden.values()) next = next === null ? at : Math.min(next, at);
      return next;
    },
  };
}
