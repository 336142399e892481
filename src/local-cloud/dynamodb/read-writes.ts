import { bodyOf, type SdkRequest } from '../iam/index.ts';

/** Attributes of an item in the form of DynamoDB. Keys are texts. */
export type Attributes = Readonly<Record<string, { readonly S?: string }>>;

/** A write of one item. */
export interface Write {
  readonly table: string;
  readonly keys: Attributes;
  /** The item that the write leaves: null if it deletes it, undefined if the request does not say it. */
  readonly leaves: Attributes | null | undefined;
}

interface OneWrite {
  readonly TableName?: string;
  readonly Item?: Attributes;
  readonly Key?: Attributes;
}

interface Body extends OneWrite {
  readonly RequestItems?: Readonly<
    Record<string, readonly { readonly PutRequest?: OneWrite; readonly DeleteRequest?: OneWrite }[]>
  >;
  readonly TransactItems?: readonly {
    readonly Put?: OneWrite;
    readonly Update?: OneWrite;
    readonly Delete?: OneWrite;
  }[];
}

const WRITE = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

/**
 * Returns the writes of a call of DynamoDB; none for a read.
 * @param keyNames returns the names of a table's key attributes; null for a table whose writes are left out
 */
export async function readWrites(
  request: SdkRequest,
  keyNames: (table: string) => readonly string[] | null,
): Promise<readonly Write[]> {
  const [, action] = WRITE.exec(request.headers['x-amz-target'] ?? '') ?? [];
  if (action === undefined) return [];
  const body = JSON.parse(await bodyOf(request)) as Body;
  const write = (one: OneWrite | undefined, isDelete: boolean, table = one?.TableName ?? ''): Write[] => {
    const names = keyNames(table);
    const from = one?.Item ?? one?.Key;
    if (!names || !from) return [];
    const keys = Object.fromEntries(names.map((name) => [name, from[name] ?? {}]));
    return [{ table, keys, leaves: isDelete ? null : one?.Item }];
  };
  switch (action) {
    case 'BatchWriteItem':
      return Object.entries(body.RequestItems ?? {}).flatMap(([table, requests]) =>
        requests.flatMap(({ PutRequest, DeleteRequest }) => [
          ...write(PutRequest, false, table),
          ...write(DeleteRequest, true, table),
        ]),
      );
    case 'TransactWriteItems':
      return (body.TransactItems ?? []).flatMap(({ Put, Update, Delete }) => [
        ...write(Put ?? Update, false),
        ...write(Delete, true),
      ]);
    default:
      return write(body, action === 'DeleteItem');
  }
}
