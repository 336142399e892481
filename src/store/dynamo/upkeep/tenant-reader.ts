import type { ModelType } from '../../../model/index.ts';
import type { Scope } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { walk } from './backfill-walk.ts';
import { decodeText, END } from '../keys/encoding.ts';
import { SK } from '../keys/keys.ts';
import { partPage } from '../commands/part-page.ts';
import { withRetry } from '../driver/with-retry.ts';
import { rowOf } from '../commands/row-codec.ts';
import type { Send } from '../driver/send.ts';
import { LAST } from '../commands/write-command.ts';

/** A page of records, and the position of the next one: null at the end. */
export interface TenantPage<Record> {
  readonly records: readonly Record[];
  readonly after: string | null;
}

/** A reader of all data of one tenant, as stored, with consistent reads. */
export interface TenantReader {
  /**
   * Returns rows of a type in the order of their keys, at most 1,000 and 1 MB. Leaves out rows that a job is
   * deleting.
   */
  rows(type: ModelType, after: string | null): Promise<TenantPage<Row>>;
  /** Returns the sequences by name, with the last number of each. */
  sequences(after: string | null): Promise<TenantPage<{ readonly name: string; readonly last: number }>>;
}

/** Maximum rows of a page. DynamoDB ends a page after 1 MB as well. */
const PAGE = 1000;

/** Opens the reader of the scope's tenant. It reaches no other tenant. */
export function openTenantReader(scope: Scope, send: Send): TenantReader {
  const tenant = scope.tenantId;
  const steady = withRetry(send);
  return {
    async rows(type, after) {
      for await (const page of walk(tenant, type, steady, { after, limit: PAGE }))
        return { records: page.items.map((item) => rowOf(type, item)), after: page.after };
      return { records: [], after: null };
    },
    async sequences(after) {
      const { items, after: next } = await partPage(tenant, { side: 'SEQ' }, steady, { limit: PAGE, after });
      return {
        records: items.map((item) => ({
          name: decodeText((item[SK] as string).slice(0, -END.length)),
          last: Number(item[LAST]),
        })),
        after: next,
      };
    },
  };
}
