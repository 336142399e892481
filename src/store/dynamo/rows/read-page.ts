import type { TenantId } from '../../../tenant/index.ts';
import type { QueryAccess, Row } from '../../port/access.ts';
import type { Cursors } from '../../port/cursor.ts';
import { type Position, positionIn, queryPartition } from '../commands/query-command.ts';
import { matches } from '../../port/matches.ts';
import { splitShown } from '../../port/shown.ts';
import { type Alarm, openRowReader } from './rows.ts';
import { nextChunk } from './next-chunk.ts';
import { openReader } from './open-reader.ts';
import { rowsThatFit } from './page-bytes.ts';
import type { Item, Send } from '../driver/send.ts';
import type { Page } from '../../port/store.ts';

/**
 * The read budget of a filtered page. After so many rounds of reads or rows, the page is returned as it is, with a
 * token for the rest. A round is one call, or one of each shard. Without a filter a page takes one, unless its rows hold
 * more than 1 MB.
 */
const MAX_ROUNDS = 10;
const MAX_SCANNED = 10_000;

/** Reads one page, as full as the data, the read budget and the bytes of an answer allow. */
export async function readPage(
  tenant: TenantId,
  access: QueryAccess,
  options: { readonly send: Send; readonly cursors: Cursors; readonly onAlarm: (alarm: Alarm) => void },
): Promise<Page> {
  const { type, index, limit, filter, after } = access;
  const { stored, shown: names } = splitShown(filter);
  const belonging = [queryPartition(tenant, access), index?.name ?? '', access.binding];
  let start = after === null ? null : positionOf(options.cursors.open(after, belonging));
  const found: { row: Row; item: Item }[] = [];
  const read = openReader(tenant, { ...access, filter: stored }, start, options.send);
  const rowIn = openRowReader(tenant, type, index, options.onAlarm);
  let scanned = 0;
  let calls = 0;
  let fitting: number;
  for (let rounds = 1; ; rounds++) {
    const missing = limit + 1 - found.length;
    const chunk = filter ? nextChunk({ missing, found: found.length, scanned }) : missing;
    const { output, calls: made } = await read(chunk);
    calls += made;
    for (const item of output.Items ?? []) {
      const row = rowIn(item);
      if (row && (!names || matches(names, row, type.fields))) found.push({ row, item });
    }
    scanned += output.ScannedCount ?? 0;
    start = output.LastEvaluatedKey ? positionIn(index, output.LastEvaluatedKey) : null;
    fitting = rowsThatFit(found, calls);
    if (found.length > limit || fitting < found.length) break;
    if (!start || rounds >= MAX_ROUNDS || scanned >= MAX_SCANNED) break;
  }
  const shown = found.slice(0, Math.min(limit, fitting));
  const last = shown.at(-1);
  // If more rows were found than the page shows, continue after the last one shown. Otherwise continue where
  // the reading stopped.
  const end = found.length > shown.length && last ? positionIn(index, last.item) : start;
  const nextToken = end && options.cursors.seal([end.sk, end.indexSk], belonging);
  return { rows: shown.map(({ row }) => row), nextToken };
}

function positionOf([sk = '', indexSk = null]: readonly (string | null)[]): Position {
  return { sk: sk ?? '', indexSk };
}
