import { randomBytes } from 'node:crypto';

import type { PolicyDocument } from './policy.ts';

/** A role as the template has it. */
export interface Role {
  readonly arn: string;
  /** Who may assume it, with the principal left out: on a laptop it is whoever may call `sts:AssumeRole` on it. */
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

/** Whom an access key stands for. */
export interface Principal {
  /** The ARN of its role. */
  readonly arn: string;
  /** The name of its session; null for a role that a Lambda function has by itself. */
  readonly session: string | null;
  readonly policies: readonly PolicyDocument[];
  /** Tags of the session, which policies read as `aws:PrincipalTag/<name>`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; null for a role that a Lambda function has by itself. */
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
  /** How long it lasts. */
  readonly seconds: number;
}

/** The access keys of this machine, and the roles that they may assume. */
export interface Sessions {
  /** Credentials of a function's own role. They do not end. */
  ofRole(role: Role): Omit<SessionCredentials, 'expiration'>;
  /** Credentials of a session of a role, which end. */
  assume(role: Role, session: SessionOptions): SessionCredentials;
  /** Whom an access key stands for, or why it stands for nobody. */
  principalOf(accessKeyId: string): Principal | 'unknown' | 'expired';
}

export function openSessions(now: () => number = Date.now): Sessions {
  const principals = new Map<string, Principal>();
  const enter = (principal: Principal): Omit<SessionCredentials, 'expiration'> => {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    principals.set(accessKeyId, principal);
    return {
      accessKeyId,
      secretAccessKey: randomBytes(20).toString('base64url'),
      sessionToken: randomBytes(32).toString('base64url'),
    };
  };
  return {
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
