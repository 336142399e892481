import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import type { HoldAccess, Row, Target } from '../../port/access.ts';
import { commandFor } from '../commands/command.ts';
import { holdOf, isGivenUp } from '../commands/hold-command.ts';
import { linkSource } from '../commands/link-item.ts';
import { ConditionFailed, type Item, type Send } from '../driver/send.ts';
import { RETIRED, SK } from '../keys/keys.ts';

/** Holds a row, also instead of a delete that has given up: see `Store.hold`. */
export async function holdRow(
  tenant: TenantId,
  access: Omit<HoldAccess, 'op' | 'instead'>,
  { send, now }: { readonly send: Send; readonly now: () => number },
): Promise<'held' | 'busy' | 'missing'> {
  const attempt = async (instead?: string): Promise<Item | 'held' | null> => {
    try {
      await send(
        commandFor(tenant, { op: 'hold', ...access, ...(instead === undefined ? {} : { instead }) }),
      );
      return 'held';
    } catch (error) {
      if (error instanceof ConditionFailed) return error.item;
      throw error;
    }
  };
  let met = await attempt();
  const other = met !== null && met !== 'held' ? holdOf(met) : null;
  if (other !== null && isGivenUp(other, now())) met = await attempt(other);
  if (met === 'held') return 'held';
  return met === null || RETIRED in met ? 'missing' : 'busy';
}

/** Returns the rows that the links to a row name: see `Store.linked`. */
export async function linkedRows(
  tenant: TenantId,
  type: ModelType,
  key: Row,
  send: Send,
): Promise<readonly Target[]> {
  const rows: Target[] = [];
  for (let after: string | undefined; ;) {
    const { Items = [], LastEvaluatedKey } = await send(
      commandFor(tenant, { op: 'links', type, key, ...(after === undefined ? {} : { after }) }),
    );
    rows.push(...Items.map(linkSource));
    if (!LastEvaluatedKey) return rows;
    after = LastEvaluatedKey[SK] as string;
  }
}
