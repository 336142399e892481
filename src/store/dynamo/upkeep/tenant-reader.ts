import type { ModelType } from '../../../model/index.ts';
import type { Scope } from '../../../tenant/index.ts';
import type { Row } from '../../port/access.ts';
import { walk } from './backfill-walk.ts';
import { decodeText, END } from '../keys/encoding.ts';
import { SK } from '../keys/keys.ts';
import { partPage } from '../commands/part-page.ts';
import { withRetry } from '../driver/with-retry.ts';
import { rowOf } from '../rows/rows.ts';
import type { Send } from '../driver/send.ts';
import { LAST } from '../commands/write-command.ts';

/** A part of what there is, and where the next one begins: null at the end. */
export interface TenantPage<Record> {
  readonly records: readonly Record[];
  readonly after: string | null;
}

/** Reads everything of one tenant, as it is stored and as last written, a page at a time. */
export interface TenantReader {
  /** Rows of a type in the order of their keys; those that a job is deleting are left out. At most 1,000, and 1 MB. */
  rows(type: ModelType, after: string | null): Promise<TenantPage<Row>>;
  /** The sequences by name, with the last number that each gave. */
  sequences(after: string | null): Promise<TenantPage<{ readonly name: string; readonly last: number }>>;
}

/** Rows of a page, unless DynamoDB ends it before, after 1 MB. */
const PAGE = 1000;

/** Opens the extract of the scope's tenant: nothing else is in its reach. */
export function openTenantReader(scope: Scope, send: Send): TenantReader {
  const tenant = scope.tenantId;
  const steady = withRetry(send);
  return {
    async rows(type, after) {
      for await (const page of walk(tenant, type, steady, { after, limit: PAGE }))
        return { records: page.items.map(rowOf), after: page.after };
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
