import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A segment document as X-Ray's guide describes it ("Segment documents"). */
export interface Segment {
  readonly name: string;
  readonly id: string;
  readonly trace_id?: string;
  readonly parent_id?: string;
  readonly type?: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly namespace?: string;
  readonly aws?: { readonly operation: string; readonly table_name?: string; readonly retries: number };
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly subsegments?: readonly Segment[];
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly fault?: boolean;
  readonly cause?: { readonly exceptions: readonly { readonly id: string; readonly type: string }[] };
}

/** A daemon on a port of this computer, which keeps what arrives. */
export interface XrayDaemon {
  readonly address: string;
  /** Waits for the next document, and returns it. */
  take(): Promise<Segment>;
  close(): Promise<void>;
}

export async function openXrayDaemon(): Promise<XrayDaemon> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const kept: Segment[] = [];
  socket.on('message', (datagram) => kept.push(readDatagram(datagram.toString('utf8'))));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    async take() {
      let next = kept.shift();
      while (!next) {
        await once(socket, 'message');
        next = kept.shift();
      }
      return next;
    },
    close: () => closed(socket),
  };
}

async function closed(socket: Socket): Promise<void> {
  socket.close();
  await once(socket, 'close');
}

/** Reads a datagram: a line that says the format, and one document. */
function readDatagram(text: string): Segment {
  const [first = '', document = '', ...rest] = text.split('\n');
  expect(JSON.parse(first)).toEqual({ format: 'json', version: 1 });
  expect(rest).toEqual([]);
  return JSON.parse(document) as Segment;
}

const ID = /^[0-9a-f]{16}$/;
/** The members that the guide names, and those of `aws` for a subsegment with the SDKs' `retries`. */
const MEMBERS =
  'id name start_time end_time trace_id parent_id type subsegments namespace http aws error throttle fault cause annotations metadata';
const OF_AWS = 'operation account_id region request_id queue_url table_name retries';

/** Returns what is wrong with a subsegment that is sent separately, and with those in it, by X-Ray's guide. */
export function problemsOf(segment: Segment): string[] {
  const { trace_id = '', parent_id = '', type, subsegments = [] } = segment;
  const rules: Readonly<Record<string, boolean>> = {
    parent_id: ID.test(parent_id),
    trace_id: /^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(trace_id),
    type: type === 'subsegment',
    size: JSON.stringify(segment).length < 64_000,
    within: subsegments.every(
      ({ start_time, end_time }) => start_time >= segment.start_time && end_time <= segment.end_time,
    ),
  };
  return [...broken(rules), ...[segment, ...subsegments].flatMap(problemsOfMembers)];
}

function problemsOfMembers(segment: Segment): string[] {
  const { name, id, start_time, end_time, namespace, annotations = {} } = segment;
  const rules: Readonly<Record<string, boolean>> = {
    name: /^[\p{L}\p{N}\p{Z}_.:/%&#=+\\\-@]{1,200}$/u.test(name),
    id: ID.test(id),
    times: start_time <= end_time && Math.abs(start_time - Date.now() / 1000) < 3600,
    namespace: namespace === undefined || namespace === 'aws' || namespace === 'remote',
    members: Object.keys(segment).every((key) => MEMBERS.split(' ').includes(key)),
    aws: Object.keys(segment.aws ?? {}).every((key) => OF_AWS.split(' ').includes(key)),
    annotations: Object.entries(annotations).every(
      ([key, value]) => /^[A-Za-z0-9_]+$/.test(key) && ['string', 'number', 'boolean'].includes(typeof value),
    ),
    cause: segment.cause?.exceptions.every((exception) => ID.test(exception.id)) ?? true,
  };
  return broken(rules);
}

function broken(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(rules).filter((rule) => rules[rule] !== true);
}
