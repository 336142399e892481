import { isIP } from 'node:net';

import type { OutboundPolicy } from './policy.ts';

/** A server that a policy allows, as far as a URL says. Its addresses are not checked yet. */
export interface Target {
  readonly url: URL;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly isAddress: boolean;
}

/** An error which says why a server is not called. The text is for the person who chose the URL. */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused';
}

/** The most characters of a URL. */
const MAX_URL = 2048;

/** Characters that a URL is read without: what is shown would be another text than what is called, and of several lines. */
const UNSEEN = /[\s\p{Cc}\p{Cf}]/u;

/**
 * Reads the URL of a server. Other spellings of an address, such as `0x7f.1`, have the usual one afterwards.
 * @throws {OutboundRefused} if the policy does not allow it
 */
export function readTarget(text: string, { protocols, ports }: OutboundPolicy): Target {
  if (text.length > MAX_URL) throw new OutboundRefused(`The URL has more than ${MAX_URL} characters.`);
  if (UNSEEN.test(text)) throw new OutboundRefused('The URL has a space or an invisible character.');
  if (!URL.canParse(text)) throw new OutboundRefused('This is no URL.');
  const url = new URL(text);
  if (!protocols.some((protocol) => protocol === url.protocol))
    throw new OutboundRefused(`The URL must begin with ${protocols.map((one) => `${one}//`).join(' or ')}.`);
  if (url.username !== '' || url.password !== '')
    throw new OutboundRefused('The URL must have no user name and no password.');
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  if (ports && !ports.includes(port))
    throw new OutboundRefused(`The port must be ${ports.join(' or ')}, but is ${port}.`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw new OutboundRefused('The URL has no host.');
  return { url, host, isAddress: isIP(host) !== 0 };
}
