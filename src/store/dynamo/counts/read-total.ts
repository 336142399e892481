import { countKind, type ModelType } from '../../../model/index.ts';
import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type { Total } from '../../port/store.ts';
import { commandFor } from '../commands/command.ts';
import { COUNT } from '../commands/effect-command.ts';
import type { Item, Send } from '../driver/send.ts';
import { lateCountKey, PK, SK } from '../keys/keys.ts';
import { lateCounterOf, NEW_COUNTER, type LateCounter } from './late-counter.ts';

/** The items of a type's counter. */
export interface CounterItems {
  /** The shards that writes keep. */
  readonly shards: readonly { readonly key: Item; readonly rows: number }[];
  /** The sum of the shards that writes keep, or null if there is none. */
  readonly exact: number | null;
  /** What the consumer of changes keeps, or null if there is none. */
  readonly late: LateCounter | null;
}

/** Reads the counter of a type. */
export async function readTotal(tenant: TenantId, type: ModelType, send: Send): Promise<Total> {
  const { exact, late } = await readCounter(tenant, type, send);
  if (countKind(type) === 'EXACT')
    return {
      rows: exact ?? 0,
      isExact: true,
      asOf: null,
      created: 0,
      // The rows that an earlier schema counted late are not in it yet: schema:apply deletes the late counter.
      isPartial: late !== null,
    };
  const { rows, asOf, created, isPartial } = late ?? NEW_COUNTER;
  return {
    rows,
    isExact: false,
    asOf: asOf <= 0 ? null : asOf * 1000,
    created,
    // The rows that an earlier schema counted exactly are not in it yet.
    isPartial: isPartial || (late === null && exact !== null),
  };
}

/** Reads the items of a counter. */
export async function readCounter(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  { consistent }: { readonly consistent?: true } = {},
): Promise<CounterItems> {
  const { Items = [] } = await send(
    commandFor(tenant, { op: 'total', type, ...(consistent && { consistent }) }),
  );
  const { [SK]: own } = lateCountKey(tenant, type);
  const late = Items.find((item) => item[SK] === own);
  const shards = Items.filter((item) => item !== late).map(
    ({ [PK]: pk = null, [SK]: sk = null, [COUNT]: rows }) => ({
      key: { [PK]: pk, [SK]: sk },
      rows: typeof rows === 'number' ? rows : 0,
    }),
  );
  const exact = shards.length === 0 ? null : shards.reduce((sum, { rows }) => sum + rows, 0);
  return { shards, exact, late: late ? lateCounterOf(late) : null };
}

/** Returns the refusal of a total that would be wrong. */
export function notCounted({ name }: ModelType): Refusal<'CONFLICT'> {
  return new Refusal(
    'CONFLICT',
    `The rows of "${name}" are being counted for the first time: repeat it when schema:apply has ended.`,
  );
}
