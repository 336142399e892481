import type { Socket } from 'node:dgram';

/**
 * A sender of segment documents to the X-Ray daemon that runs next to the process. It never throws: a trace is not worth a
 * failed request.
 */
export type SendSegment = (document: object) => Promise<void>;

/** The line before each document (X-Ray Developer Guide, "Sending segment documents to the X-Ray daemon"). */
const HEADER = '{"format":"json","version":1}\n';

const senders = new Map<string, SendSegment>();

/**
 * Returns the sender of this process for a daemon. It opens the socket at the first document, so that a process whose
 * requests are not sampled loads nothing.
 * @param address as in `AWS_XRAY_DAEMON_ADDRESS`: `169.254.79.129:2000`, or `tcp:127.0.0.1:2000 udp:127.0.0.1:2001`
 */
export function traceDaemon(address: string): SendSegment {
  const known = senders.get(address) ?? openDaemon(address);
  senders.set(address, known);
  return known;
}

function openDaemon(address: string): SendSegment {
  const { host, port } = readAddress(address);
  let opened: Promise<Socket> | null = null;
  return async (document) => {
    const socket = await (opened ??= openSocket());
    const datagram = HEADER + JSON.stringify(document);
    await new Promise<void>((resolve) => {
      socket.send(datagram, port, host, () => {
        resolve();
      });
    });
  };
}

async function openSocket(): Promise<Socket> {
  const { createSocket } = await import('node:dgram');
  const socket = createSocket('udp4').unref();
  return socket.on('error', () => undefined);
}

function readAddress(address: string): { readonly host: string; readonly port: number } {
  const parts = address.split(' ');
  const udp = parts.find((part) => part.startsWith('udp:')) ?? address;
  const [port = '', host = ''] = udp.split(':').reverse();
  return { host, port: Number(port) };
}
