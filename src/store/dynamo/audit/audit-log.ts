import type { Scope, TenantId } from '../../../tenant/index.ts';
import { placeholders } from '../commands/expression.ts';
import { auditHeadKey, pendingEventKey, PK, sealedEventKey, seqOf, TTL } from '../keys/keys.ts';
import { partitionQuery } from '../commands/partition-query.ts';
import { type Item, type Send, TransactionCancelled, type TransactItem } from '../driver/send.ts';
import type { AuditEvent } from '../../port/audit-event.ts';
import { pendingEvent, textOf } from '../commands/audit-items.ts';

/** The end of a tenant's chain. */
export interface AuditHead {
  /** The number of the last event; 0 before the first. */
  readonly seq: number;
  /** Its hash; empty before the first. */
  readonly hash: string;
  /** Until when the last event is kept, as ISO 8601; null: for good. */
  readonly expiresAt: string | null;
  /** Events of the control table's outbox that the last batch sealed. They may still be there. */
  readonly moved: readonly string[];
}

/** An event as the chain stores it. */
export interface SealedItem {
  /** The number of its place. */
  readonly seq: number;
  /** The text that was hashed. */
  readonly text: string;
  /** SHA-256 of the text, as hex. */
  readonly hash: string;
}

/** A sealed event. The hash covers all other fields. */
export interface SealedEvent extends AuditEvent {
  /** 1, 2, 3 … in the order of sealing. */
  readonly seq: number;
  /** The hash of the event before it; empty for the first. */
  readonly prevHash: string;
  /** Until when this event and the one before it are kept, as ISO 8601; null: for good. */
  readonly expiresAt: string | null;
  readonly prevExpiresAt: string | null;
  readonly text: string;
  readonly hash: string;
}

/** The events that one transaction adds to a chain. */
export interface Batch {
  readonly events: readonly (SealedItem & Pick<SealedEvent, 'expiresAt'>)[];
  readonly head: AuditHead;
  /** Ids of the pending events that it seals. */
  readonly taken: readonly string[];
}

/** The audit of the scope's tenant: waiting events and the chain of sealed ones. */
export interface AuditLog {
  head(): Promise<AuditHead>;
  /** Returns events that wait to be sealed, oldest first. */
  pending(limit: number): Promise<readonly AuditEvent[]>;
  /**
   * Adds a batch after the head that it was made for. Returns false, and changes nothing, if another process
   * moved the head.
   */
  append(after: AuditHead, batch: Batch): Promise<boolean>;
  /** Records that the outbox no longer holds the events in `moved`. */
  settle(head: AuditHead): Promise<void>;
  /** Returns events after a place (before it if descending). `more` says whether any follow. */
  read(page: {
    readonly after: number | null;
    readonly limit: number;
    readonly descending?: boolean;
  }): Promise<{ readonly items: readonly SealedItem[]; readonly more: boolean }>;
  /** Deletes an expired event. */
  drop(seq: number): Promise<void>;
}

const NO_HEAD: AuditHead = { seq: 0, hash: '', expiresAt: null, moved: [] };

/** Opens the audit of the scope's tenant. */
export function openAuditLog(scope: Scope, send: Send): AuditLog {
  const tenant = scope.tenantId;
  const headKey = auditHeadKey(tenant);
  return {
    async head() {
      const { Item } = await send({ name: 'GetItem', input: { Key: headKey, ConsistentRead: true } });
      return Item ? headOf(Item) : NO_HEAD;
    },

    async pending(limit) {
      const { Items } = await send(partitionQuery(PK, pendingEventKey(tenant, '')[PK], { limit }));
      return (Items ?? []).map(pendingEvent);
    },

    async append(after, batch) {
      try {
        await send({
          name: 'TransactWriteItems',
          input: { TransactItems: appendItems(tenant, after, batch) },
        });
        return true;
      } catch (error) {
        if (error instanceof TransactionCancelled) return false;
        throw error;
      }
    },

    async settle(head) {
      try {
        await send({
          name: 'TransactWriteItems',
          input: { TransactItems: [headItem(tenant, head, { ...head, moved: [] })] },
        });
      } catch (error) {
        // The process that moved the head has settled it.
        if (!(error instanceof TransactionCancelled)) throw error;
      }
    },

    async read({ after, limit, descending = false }) {
      const start = after === null ? null : sealedEventKey(tenant, after);
      const { [PK]: partition } = sealedEventKey(tenant, 0);
      const { Items, LastEvaluatedKey } = await send(
        partitionQuery(PK, partition, { limit, descending, start }),
      );
      return { items: (Items ?? []).map(sealedItem), more: LastEvaluatedKey !== undefined };
    },

    async drop(seq) {
      await send({ name: 'DeleteItem', input: { Key: sealedEventKey(tenant, seq) } });
    },
  };
}

const SEQ = 'seq';
const HASH = 'hash';
const TEXT = 'text';
const EXPIRES = 'expiresAt';
const MOVED = 'moved';

function appendItems(tenant: TenantId, after: AuditHead, { events, head, taken }: Batch): TransactItem[] {
  return [
    headItem(tenant, after, head),
    ...events.map(({ seq, text, hash, expiresAt }): TransactItem => {
      const ttl: Record<string, number> =
        expiresAt === null ? {} : { [TTL]: Math.ceil(Date.parse(expiresAt) / 1000) };
      const Item = { ...sealedEventKey(tenant, seq), [TEXT]: text, [HASH]: hash, ...ttl };
      return { Put: { Item, ...condition('attribute_not_exists') } };
    }),
    ...taken.map((id): TransactItem => {
      return { Delete: { Key: pendingEventKey(tenant, id), ...condition('attribute_exists') } };
    }),
  ];
}

/** Moves the head, on the condition that it is unchanged since it was read. */
function headItem(
  tenant: TenantId,
  from: AuditHead,
  { seq, hash, expiresAt, moved }: AuditHead,
): TransactItem {
  const Item = {
    ...auditHeadKey(tenant),
    [SEQ]: seq,
    [HASH]: hash,
    [EXPIRES]: expiresAt,
    [MOVED]: [...moved],
  };
  if (from.seq === 0) return { Put: { Item, ...condition('attribute_not_exists') } };
  const expression = placeholders();
  const same = [SEQ, HASH].map(
    (name) => `${expression.name(name)} = ${expression.value(name === SEQ ? from.seq : from.hash)}`,
  );
  const ConditionExpression = same.join(' AND ');
  return { Put: { Item, ConditionExpression, ...expression.placeheld(ConditionExpression) } };
}

function condition(of: 'attribute_exists' | 'attribute_not_exists') {
  const expression = placeholders();
  const ConditionExpression = `${of}(${expression.name(PK)})`;
  return { ConditionExpression, ...expression.placeheld(ConditionExpression) };
}

function headOf(item: Item): AuditHead {
  const { [SEQ]: seq, [EXPIRES]: expiresAt, [MOVED]: moved } = item;
  return {
    seq: typeof seq === 'number' ? seq : 0,
    hash: textOf(item, HASH),
    expiresAt: typeof expiresAt === 'string' ? expiresAt : null,
    moved: Array.isArray(moved) ? moved.filter((id) => typeof id === 'string') : [],
  };
}

function sealedItem(item: Item): SealedItem {
  return { seq: seqOf(item), text: textOf(item, TEXT), hash: textOf(item, HASH) };
}
