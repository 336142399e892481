import { bodyOf, respond, type SdkHandler, type SdkRequest } from '../iam/index.ts';
import type { Attributes, Write } from './read-writes.ts';

/** The items of a call by their ids. An item that is not there is absent. */
export type Images = ReadonlyMap<string, Attributes>;

type Keyed = Pick<Write, 'table' | 'keys'>;
type Requested = Readonly<
  Record<string, { readonly Keys: readonly Attributes[]; readonly ConsistentRead: true }>
>;

const JSON_TYPE = 'application/x-amz-json-1.0';

/** Returns the id of an item: its table and its key. */
export function idOf({ table, keys }: Keyed): string {
  return JSON.stringify([table, ...Object.entries(keys).sort()]);
}

/** The items, or the answer by which DynamoDB refused to read them. */
export type ReadImages =
  | { readonly is: 'read'; readonly images: Images }
  | { readonly is: 'refused'; readonly answer: Awaited<ReturnType<SdkHandler['handle']>> };

/**
 * Reads the items that a call writes, as they are now. Sends the call's own request with another body, because the emulator
 * demands its headers.
 */
export async function readImages(
  inner: SdkHandler,
  request: SdkRequest,
  items: readonly Keyed[],
): Promise<ReadImages> {
  const byId = new Map(items.map((item) => [idOf(item), item]));
  const images = new Map<string, Attributes>();
  let asked = requestOf([...byId.values()]);
  // A batch of large items comes in parts.
  while (Object.keys(asked).length > 0) {
    const body = JSON.stringify({ RequestItems: asked });
    const { response } = await inner.handle({ ...request, headers: headersOf(request, body), body });
    const text = await bodyOf({ ...request, body: response.body });
    if (response.statusCode !== 200)
      return { is: 'refused', answer: respond(response.statusCode, JSON_TYPE, text) };
    const answer = JSON.parse(text) as {
      readonly Responses?: Readonly<Record<string, readonly Attributes[]>>;
      readonly UnprocessedKeys?: Requested;
    };
    for (const [table, found] of Object.entries(answer.Responses ?? {}))
      for (const item of found) images.set(idOf({ table, keys: keysOf(items, table, item) }), item);
    asked = answer.UnprocessedKeys ?? {};
  }
  return { is: 'read', images };
}

function requestOf(items: readonly Keyed[]): Requested {
  const tables = [...new Set(items.map(({ table }) => table))];
  return Object.fromEntries(
    tables.map((table) => {
      const Keys = items.filter((item) => item.table === table).map(({ keys }) => keys);
      return [table, { Keys, ConsistentRead: true }];
    }),
  );
}

/** Returns the key of an item of a table, by the names of another item's. */
function keysOf(items: readonly Keyed[], table: string, item: Attributes): Attributes {
  const names = Object.keys(items.find((one) => one.table === table)?.keys ?? {});
  return Object.fromEntries(names.map((name) => [name, item[name] ?? {}]));
}

function headersOf({ headers }: SdkRequest, body: string): SdkRequest['headers'] {
  const others = Object.entries(headers).filter(([name]) => !/^content-length$/i.test(name));
  return {
    ...Object.fromEntries(others),
    'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
    'content-length': String(Buffer.byteLength(body)),
  };
}
