import type { ModelType } from '../../../model/index.ts';
import type { TenantId } from '../../../tenant/index.ts';
import { PK, RETIRED, SK, typePartition } from '../keys/keys.ts';
import { queryCommand } from '../commands/query-command.ts';
import type { Item, Send } from '../driver/send.ts';

/** Rows of one page: some hundred KB at most, and what a killed run does again. */
const PAGE = 100;

/** A page of the items of a type as they are stored, and where the next one begins. */
export interface WalkedPage {
  readonly items: readonly Item[];
  /** The sort key to go on after, or null at the end. */
  readonly after: string | null;
}

/**
 * Walks the items of a type in the order of their keys, as last written. A row that is being deleted is left out: it has
 * given up its unique values, and no counter knows of it.
 */
export async function* walk(
  tenant: TenantId,
  type: ModelType,
  send: Send,
  { after = null, limit = PAGE }: { readonly after?: string | null; readonly limit?: number } = {},
): AsyncGenerator<WalkedPage> {
  let start = after;
  do {
    const { input } = queryCommand(
      tenant,
      {
        op: 'query',
        type,
        index: null,
        where: [],
        range: null,
        filter: null,
        limit,
        direction: 'ASC',
        after: null,
        binding: '',
      },
      { limit, start: start === null ? null : { sk: start, indexSk: null } },
    );
    const { Items = [], LastEvaluatedKey } = await send({
      name: 'Query',
      input: { ...input, ConsistentRead: true },
    });
    const last = LastEvaluatedKey?.[SK];
    start = typeof last === 'string' ? last : null;
    yield {
      items: Items.filter((item) => item[PK] === typePartition(tenant, type) && !(RETIRED in item)),
      after: start,
    };
  } while (start !== null);
}
