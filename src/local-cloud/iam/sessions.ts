import { randomBytes } from 'node:crypto';

import type { PolicyDocument } from './policy.ts';
import type { AccessKey } from './verify-signature.ts';

/** A role of the template. */
export interface Role {
  readonly arn: string;
  /** The trust policy without its principal: on a laptop, anyone who may call `sts:AssumeRole` on it. */
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

/** The principal of an access key. */
export interface Principal {
  /** The ARN of its role. */
  readonly arn: string;
  /** The session's name. Null for a function's own role. */
  readonly session: string | null;
  readonly policies: readonly PolicyDocument[];
  /** Tags of the session, which policies read as `aws:PrincipalTag/<name>`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. Null for a function's own role. */
  readonly expiresAt: number | null;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface SessionOptions {
  /** The name that AssumeRole gave it. */
  readonly name: string;
  readonly tags: Principal['tags'];
  /** Duration of the session. */
  readonly seconds: number;
}

/** The access keys of this computer, and the roles that they may assume. */
export interface Sessions {
  /** Returns credentials of a function's own role. They do not expire. */
  ofRole(role: Role): Omit<SessionCredentials, 'expiration'>;
  /** Returns credentials of a session of a role, which expire. */
  assume(role: Role, session: SessionOptions): SessionCredentials;
  /** Returns the principal of an access key, or why there is none. */
  principalOf(accessKeyId: string): Principal | 'unknown' | 'expired';
  /** Returns the secrets of an access key, or null if it is unknown. */
  secretsOf(accessKeyId: string): AccessKey | null;
}

export function openSessions(now: () => number = Date.now): Sessions {
  const principals = new Map<string, Principal>();
  const secrets = new Map<string, AccessKey>();
  const enter = (principal: Principal): Omit<SessionCredentials, 'expiration'> => {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const key = {
      secretAccessKey: randomBytes(20).toString('base64url'),
      sessionToken: randomBytes(32).toString('base64url'),
    };
    principals.set(accessKeyId, principal);
    secrets.set(accessKeyId, key);
    return { accessKeyId, ...key };
  };
  return {
    secretsOf: (accessKeyId) => secrets.get(accessKeyId) ?? null,
    ofRole: ({ arn, policies }) => enter({ arn, session: null, policies, tags: {}, expiresAt: null }),
    assume({ arn, policies }, { name, tags, seconds }) {
      const expiresAt = now() + seconds * 1000;
      return { ...enter({ arn, session: name, policies, tags, expiresAt }), expiration: new Date(expiresAt) };
    },
    principalOf(accessKeyId) {
      const principal = principals.get(accessKeyId);
      if (!principal) return 'unknown';
      const ended = principal.expiresAt !== null && principal.expiresAt <= now();
      return ended ? 'expired' : principal;
    },
  };
}
