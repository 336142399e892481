import { domainToASCII } from 'node:url';

/** Characters that a line must not have: controls, such as CR and LF, line ends of Unicode, and those that turn the text around. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** Returns a text as one line of at most so many characters. */
export function oneLine(text: string, most: number): string {
  const characters = Array.from(text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim());
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`;
}

/** Characters of a name in the header `From`. */
const MAX_NAME = 70;
/** Bytes of an encoded word: 75 characters (RFC 2047, 2.) without `=?UTF-8?B?` and `?=`, as base64. */
const WORD_BYTES = 45;

/**
 * Returns the header `From`: `"Acme via Example" <hello@example.com>`. A name beyond ASCII becomes encoded words (RFC 2047).
 * @param address one that `plainAddress` returned
 */
export function senderOf(name: string, address: string): string {
  const shown = oneLine(name, MAX_NAME);
  if (shown === '') return address;
  if (/^[\x20-\x7e]*$/.test(shown)) return `"${shown.replace(/["\\]/g, '\\$&')}" <${address}>`;
  const words = [''];
  for (const character of shown) {
    const longer = `${words.at(-1) ?? ''}${character}`;
    if (Buffer.byteLength(longer) > WORD_BYTES) words.push(character);
    else words[words.length - 1] = longer;
  }
  return `${words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')} <${address}>`;
}

/** The part before the @, without quotes (RFC 5322, `dot-atom`). */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/**
 * Returns a plain address in ASCII, or null for what is none. So an address names one recipient and adds no header. SES takes
 * no letters beyond ASCII before the @; those of a host become Punycode.
 */
export function plainAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > MAX_LOCAL || !LOCAL.test(local)) return null;
  const written = text.slice(at + 1);
  // The conversion would leave out tabs and line ends.
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(written)) return null;
  const host = domainToASCII(written);
  const address = `${local}@${host}`;
  return HOST.test(host) && address.length <= MAX_ADDRESS ? address : null;
}
