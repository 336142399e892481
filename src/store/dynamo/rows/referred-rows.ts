import { isGuarding, type ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { Row, RowWrite, WriteAccess } from '../../port/access.ts';
import { WriteFailed } from '../../port/store.ts';
import { linkItem } from '../commands/link-item.ts';
import { commandFor } from '../commands/command.ts';
import { newReferences, type TypesByName } from '../commands/write-effects.ts';
import { putItems } from '../driver/batches.ts';
import type { Send } from '../driver/send.ts';
import { idOfKey, idOfRow, type ItemKey } from '../keys/keys.ts';
import type { RowLoader } from './row-loader.ts';
import { type Alarm, rowIfOwned } from './rows.ts';

export interface Referring {
  readonly send: Send;
  readonly types: TypesByName;
  readonly loader: RowLoader;
  readonly onAlarm: (alarm: Alarm) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Looks at the rows to which writes newly refer, before the writes are sent. The loader of the request reads them, so all
 * reads of one tick are one call, and a later field reads no row again. A row that the loader does not find is read again as
 * last written. A row of the same transaction counts as it will be.
 * @param isChecked whether the transaction itself requires the targets of references with `onDelete`
 * @throws {WriteFailed} `dangling` for the first write that refers to a missing row
 */
export async function requireReferred(
  tenant: TenantId,
  writes: readonly WriteAccess[],
  referring: Referring,
  isChecked: boolean,
): Promise<void> {
  const rows = writes.filter(isRowWrite);
  const own = new Map(rows.map((write) => [idOfWrite(tenant, write), write.op !== 'delete']));
  const found = await Promise.all(
    writes.flatMap((write, origin) =>
      (isRowWrite(write) ? newReferences(write, referring.types) : [])
        .filter(({ reference }) => !isChecked || reference.onDelete === null)
        .map(async ({ reference, type, key }) => {
          const exists = own.get(idOfRow(tenant, type, key)) ?? (await isThere(tenant, type, key, referring));
          return { exists, origin, fields: reference.fields };
        }),
    ),
  );
  for (const { exists, origin, fields } of found)
    if (!exists) throw new WriteFailed('dangling', null, origin, fields);
}

/**
 * Puts the links of writes that newly refer to rows which a delete can hold, before the writes are sent. A link of a write that fails is
 * harmless.
 */
export async function putLinks(
  tenant: TenantId,
  writes: readonly WriteAccess[],
  { send, types, now }: Referring,
): Promise<void> {
  const links = writes.filter(isRowWrite).flatMap((write) =>
    newReferences(write, types)
      .filter(({ reference }) => isGuarding(types, write.type, reference))
      .map((to) => linkItem(tenant, { type: write.type, row: rowOfWrite(write) }, to, now())),
  );
  const [first] = links;
  if (links.length === 1 && first) await send({ name: 'PutItem', input: { Item: first } });
  else await putItems([...new Map(links.map((link) => [idOfKey(link as ItemKey), link])).values()], send);
}

async function isThere(
  tenant: TenantId,
  type: ModelType,
  key: Row,
  { loader, send, onAlarm }: Referring,
): Promise<boolean> {
  if (await loader.load({ op: 'get', type, key })) return true;
  const { Item } = await send(commandFor(tenant, { op: 'get', type, key, consistent: true }));
  const row = Item ? rowIfOwned(tenant, type, null, Item, onAlarm) : null;
  loader.replace(type, key, row);
  return row !== null;
}

function isRowWrite(write: WriteAccess): write is RowWrite {
  return write.op === 'put' || write.op === 'update' || write.op === 'delete';
}

function idOfWrite(tenant: TenantId, write: RowWrite): string {
  return idOfRow(tenant, write.type, rowOfWrite(write));
}

/** Returns the fields of the row that a write has for certain: those of its key. */
function rowOfWrite(write: RowWrite): Row {
  return write.op === 'put' ? write.row : write.key;
}
