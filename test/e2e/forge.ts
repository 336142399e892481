import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Claims = Readonly<Record<string, unknown>>;

/** Returns a token with changed claims and the original signature. */
export function tampered(token: string, claims: Claims): string {
  const [head, , signature] = token.split('.');
  return [head, encode({ ...claimsOf(token), ...claims }), signature].join('.');
}

/** Returns a token with the algorithm "none" (RFC 7519, section 6). */
export function unsigned(token: string): string {
  return `${encode({ alg: 'none' })}.${encode(claimsOf(token))}.`;
}

/** Returns a token with changed claims and a valid signature of the user pool in a data folder. */
export function signed(token: string, claims: Claims, data: string): string {
  const { privateKey } = JSON.parse(readFileSync(join(data, 'cognito.json'), 'utf8')) as {
    privateKey: string;
  };
  const text = `${token.split('.')[0] ?? ''}.${encode({ ...claimsOf(token), ...claims })}`;
  return `${text}.${sign('sha256', Buffer.from(text), createPrivateKey(privateKey)).toString('base64url')}`;
}

function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
