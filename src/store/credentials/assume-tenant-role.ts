import type { STSClientConfig } from '@aws-sdk/client-sts';

import type { TenantId } from '../../tenant/index.ts';

/** Credentials that reach one tenant's data and end. */
export interface TenantCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Gets credentials for a tenant. */
export type AssumeTenantRole = (tenant: TenantId) => Promise<TenantCredentials>;

export interface TenantRoleOptions {
  readonly region: string;
  /** The one role of all tenants: its policy reads the session's tag. */
  readonly roleArn: string;
  readonly client?: STSClientConfig;
}

/** The tag of a session that its policy compares keys with: `${aws:PrincipalTag/TenantId}`. */
export const TENANT_TAG = 'TenantId';

/** Seconds: the most that a role may have that another role assumes ("role chaining", IAM User Guide). */
const DURATION = 3600;

/**
 * Assumes the tenant role by AWS STS. The tenant is a tag and never part of a policy's text: STS lets no wildcard into
 * a tag (IAM User Guide, "Pass session tags in AWS STS"). The SDK is loaded when it is first needed.
 */
export function assumeTenantRole({ region, roleArn, client }: TenantRoleOptions): AssumeTenantRole {
  const loaded = import('@aws-sdk/client-sts').then(
    (sdk) => [sdk, new sdk.STSClient({ region, maxAttempts: 3, ...client })] as const,
  );
  return async (tenant) => {
    const [sdk, sts] = await loaded;
    const { Credentials } = await sts.send(
      new sdk.AssumeRoleCommand({
        RoleArn: roleArn,
        // 2 to 64 characters; a tenant id has 1 to 63.
        RoleSessionName: tenant.padEnd(2, '-'),
        DurationSeconds: DURATION,
        Tags: [{ Key: TENANT_TAG, Value: tenant }],
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new Error('STS answered without credentials.');
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
}
