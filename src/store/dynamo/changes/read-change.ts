import { TENANT_ID_PATTERN } from '../../../tenant/index.ts';
import type { Json } from '../../../model/index.ts';
import type { Announced } from '../../port/announced.ts';
import type { Kind } from '../../port/records.ts';
import { lists } from '../control/control-keys.ts';
import { unmarshal, type Attributes } from '../driver/marshal.ts';
import type { TypesByName } from '../commands/write-effects.ts';
import { PK, shardsOf, SK, SYSTEM_PARTITIONS, type SystemPartition } from '../keys/keys.ts';
import type { RowEvent } from '../../port/row-event.ts';
import { CONTROL_PK, CONTROL_SK } from '../tables/table-shape.ts';
import { announcedOf, rowEventOf } from './read-event.ts';

/** A record of a table's stream, in the words of DynamoDB. Nothing in it is certain before it is read. */
export interface StreamRecord {
  readonly eventID?: string | undefined;
  /** INSERT, MODIFY or REMOVE. */
  readonly eventName?: string | undefined;
  /** The ARN of the stream: `arn:aws:dynamodb:…:table/data/stream/2026-11-30T…`. */
  readonly eventSourceARN?: string | undefined;
  readonly dynamodb?:
    | {
        readonly Keys?: Attributes | undefined;
        readonly NewImage?: Attributes | undefined;
        readonly OldImage?: Attributes | undefined;
        readonly SequenceNumber?: string | undefined;
        /** Seconds since 1970. */
        readonly ApproximateCreationDateTime?: number | undefined;
      }
    | undefined;
}

/** What a change is of: a row, an item next to the rows, or a record of the control table. */
export type Changed =
  | { readonly is: 'row'; readonly type: string }
  | { readonly is: 'side'; readonly partition: SystemPartition }
  | { readonly is: 'record'; readonly kind: Kind; readonly id: string };

/** A change of one item of one tenant. */
export interface Change {
  /** The tenant in the partition key. Only the scope of a job makes a proved tenant of it. */
  readonly tenantId: string;
  readonly event: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly of: Changed;
  /** What subscribers of the row's type see of it. Null if they see nothing, or if the record has no images. */
  readonly rowEvent: RowEvent | null;
  /** The answer of a mutation that was announced. */
  readonly announced: Announced | null;
  /** A record of the control table before and after the change, as plain JSON. Null for items of other tables. */
  readonly images: RecordImages | null;
  /** The id of the record, which is the same if the record comes again. */
  readonly eventId: string;
  /** The number of the record in the order of its stream. */
  readonly sequence: string;
  /** When the item changed, in milliseconds since 1970; to the second. */
  readonly at: number;
  /** The name of the table. Empty if the record does not say. */
  readonly table: string;
}

export interface RecordImages {
  readonly before: Readonly<Record<string, Json>> | null;
  readonly after: Readonly<Record<string, Json>> | null;
}

export const EVENTS: readonly string[] = ['INSERT', 'MODIFY', 'REMOVE'] satisfies readonly Change['event'][];

/** The partitions of the control table whose items are copies of records, or belong to no single tenant. */
const NOT_OF_ONE_TENANT =
  /^(TYPES|JOBS|SCHEDULES|RUNS|(TENANTS|USER|NAME|INVITE|KEY|REQUEST|LIMIT|USAGE|FLEET|DUE)(#.*)?)$/;

/**
 * Reads the record of a stream of the data table, of a silo table or of the control table. The keys alone say what
 * changed, and of which tenant.
 * @param types of the model, whose numbers the keys of rows hold
 * @returns null for an item that is no tenant's own, such as a copy by which a record is found, for a row of no type of the
 * model, and for a row that left its shard for another
 * @throws {Error} for a record without the keys of one of these tables
 */
export function readChange(record: StreamRecord, types: TypesByName): Change | null {
  const { eventName = '', dynamodb } = record;
  if (!EVENTS.includes(eventName)) throw new Error(`The event "${eventName}" is unknown.`);
  const event = eventName as Change['event'];
  const { [PK]: pk, [SK]: sk, [CONTROL_PK]: controlPk, [CONTROL_SK]: controlSk } = dynamodb?.Keys ?? {};
  const origin = originOf(record);
  if (typeof pk?.S === 'string' && typeof sk?.S === 'string') {
    const place = readItem(pk.S, types);
    if (place?.isLeft && event === 'REMOVE') return null;
    if (!place) return null;
    const { tenantId, of } = place;
    return { event, tenantId, of, ...origin, ...eventsOf(event, place, dynamodb ?? {}, types), images: null };
  }
  if (typeof controlPk?.S !== 'string' || typeof controlSk?.S !== 'string')
    throw new Error('The record has the keys of no table.');
  const place = readRecord(controlPk.S, controlSk.S);
  return place && { event, ...place, ...origin, ...NO_EVENTS, images: imagesOf(dynamodb ?? {}) };
}

function imagesOf({ OldImage, NewImage }: NonNullable<StreamRecord['dynamodb']>): RecordImages {
  const read = (image: Attributes | undefined): Readonly<Record<string, Json>> | null =>
    image ? (unmarshal(image) as Readonly<Record<string, Json>>) : null;
  return { before: read(OldImage), after: read(NewImage) };
}

const NO_EVENTS = { rowEvent: null, announced: null };

function eventsOf(
  event: Change['event'],
  { of }: Place,
  { OldImage, NewImage }: NonNullable<StreamRecord['dynamodb']>,
  types: TypesByName,
): Pick<Change, 'rowEvent' | 'announced'> {
  if (of.is === 'row') {
    const type = types[of.type];
    const rowEvent = type ? rowEventOf(type, event, OldImage ?? null, NewImage ?? null) : null;
    return { ...NO_EVENTS, rowEvent };
  }
  const isAnnouncement = event === 'INSERT' && of.is === 'side' && of.partition === 'EVENT';
  return { ...NO_EVENTS, announced: isAnnouncement && NewImage ? announcedOf(NewImage) : null };
}

function originOf({
  eventID = '',
  eventSourceARN = '',
  dynamodb,
}: StreamRecord): Pick<Change, 'eventId' | 'sequence' | 'at' | 'table'> {
  const [, table = ''] = /:table\/([^/]+)/.exec(eventSourceARN) ?? [];
  const { SequenceNumber: sequence = '', ApproximateCreationDateTime: seconds = 0 } = dynamodb ?? {};
  return { eventId: eventID, sequence, at: Math.floor(seconds * 1000), table };
}

type Place = Pick<Change, 'tenantId' | 'of'>;

/** Reads a partition key of the data table: `T#acme#3`, `T#acme#3/8.5`, or `T#acme#AUDIT#NEW#` next to the rows. */
function readItem(pk: string, types: TypesByName): (Place & { readonly isLeft: boolean }) | null {
  const [, tenantId = '', rest = ''] = /^T#([^#]*)#(.+)$/s.exec(pk) ?? [];
  requireTenantId(tenantId);
  if (!rest.includes('#')) {
    const [, number, shard = ''] = /^(\d+)(\/.*)?$/s.exec(rest) ?? [];
    const type = Object.values(types).find((one) => String(one.number) === number);
    const isLeft = type !== undefined && !shardsOf(type).present.includes(shard);
    return type ? { tenantId, of: { is: 'row', type: type.name }, isLeft } : null;
  }
  const partition = SYSTEM_PARTITIONS.find((name) => `${name}#` === rest);
  if (!partition) throw new Error('The partition is of no known kind.');
  return { tenantId, of: { is: 'side', partition }, isLeft: false };
}

/** The kinds of records in the partition of a tenant, by what their sort keys begin with. */
const PREFIXES = Object.values(lists).flatMap(({ kind, pk, prefix }): { kind: Kind; prefix: string }[] =>
  prefix !== '' && pk('').startsWith('TENANT#') ? [{ kind, prefix }] : [],
);

/** Reads the keys of a record: `TENANT#acme` and `JOB#<id>`. */
function readRecord(pk: string, sk: string): Place | null {
  const [, tenantId] = /^TENANT#(.*)$/s.exec(pk) ?? [];
  if (tenantId === undefined) {
    if (NOT_OF_ONE_TENANT.test(pk)) return null;
    throw new Error('The partition is of no known kind.');
  }
  requireTenantId(tenantId);
  if (sk === 'META') return { tenantId, of: { is: 'record', kind: 'tenant', id: tenantId } };
  // An answer is kept for a caller, and is no record of the platform.
  if (sk.startsWith('ANSWER#')) return null;
  const list = PREFIXES.find(({ prefix }) => sk.startsWith(prefix));
  if (!list) throw new Error('The record is of no known kind.');
  return { tenantId, of: { is: 'record', kind: list.kind, id: sk.slice(list.prefix.length) } };
}

function requireTenantId(text: string): void {
  if (!TENANT_ID_PATTERN.test(text)) throw new Error('The partition key names no tenant.');
}
