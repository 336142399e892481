import { createHash, createPrivateKey, createPublicKey, generateKeyPair, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

import type { Jwks } from 'aws-jwt-verify/jwk';

/** The pool's RSA key. It signs and verifies tokens, and publishes its public half. */
export interface SigningKey {
  readonly jwks: Jwks;
  /** Signs claims as a compact JWS with RS256 (RFC 7515). */
  sign(claims: object): Promise<string>;
  /** Returns the claims of a token that this key signed, or null. Checks only form and signature. */
  verify(token: string): Promise<Readonly<Record<string, unknown>> | null>;
}

const signAsync = promisify(sign);
const verifyAsync = promisify(verify);

export async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function signingKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(n).digest('base64');
  const header = encode({ kid, alg: 'RS256' });
  return {
    jwks: { keys: [{ kid, alg: 'RS256', kty: 'RSA', use: 'sig', e, n }] },
    async sign(claims) {
      const signed = `${header}.${encode(claims)}`;
      const signature = await signAsync('RSA-SHA256', Buffer.from(signed), privateKey);
      return `${signed}.${signature.toString('base64url')}`;
    },
    async verify(token) {
      const [head, payload, signature, ...rest] = token.split('.');
      // Only this key's exact header is accepted, so that no token can choose another algorithm.
      if (head !== header || !payload || !signature || rest.length > 0) return null;
      const signed = Buffer.from(`${head}.${payload}`);
      const genuine = await verifyAsync('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
      return genuine
        ? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>)
        : null;
    },
  };
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
