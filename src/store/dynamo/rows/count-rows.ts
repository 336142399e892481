import { Refusal, type TenantId } from '../../../tenant/index.ts';
import type { CountAccess } from '../../port/access.ts';
import { matches } from '../../port/matches.ts';
import { splitShown } from '../../port/shown.ts';
import { positionIn, countCommand } from '../commands/query-command.ts';
import type { Send } from '../driver/send.ts';
import { rowOf } from '../commands/row-codec.ts';

/** Maximum calls of one count. Each reads up to 1 MB of rows. */
const MAX_CALLS = 20;

/**
 * Counts the rows that a query finds. DynamoDB reads each of them, so a count costs as much as the list.
 * @throws {Refusal} INVALID_ARGUMENTS beyond the read budget, because a partial count would be wrong
 */
export async function countRows(tenant: TenantId, access: CountAccess, send: Send): Promise<number> {
  const { stored, shown } = splitShown(access.filter);
  let count = 0;
  let start = null;
  for (let calls = 1; ; calls++) {
    const command = countCommand(tenant, { ...access, filter: stored }, { start, rows: shown !== null });
    const { Count = 0, Items = [], LastEvaluatedKey } = await send(command);
    count += shown
      ? Items.filter((item) => matches(shown, rowOf(access.type, item), access.type.fields)).length
      : Count;
    if (!LastEvaluatedKey) return count;
    if (calls >= MAX_CALLS) {
      throw new Refusal('INVALID_ARGUMENTS', 'There are too many rows to count with this filter: narrow it.');
    }
    start = positionIn(access.index, LastEvaluatedKey);
  }
}
