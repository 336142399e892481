import type { STSClientConfig } from '@aws-sdk/client-sts';

import type { TenantId } from '../../tenant/index.ts';

/** Credentials of one tenant's data, which expire. */
export interface TenantCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A function that requests credentials of a tenant. */
export type AssumeTenantRole = (tenant: TenantId) => Promise<TenantCredentials>;

export interface TenantRoleOptions {
  readonly region: string;
  /** The role of all tenants. Its policy reads the session's tag. */
  readonly roleArn: string;
  readonly client?: STSClientConfig;
}

/** The tag of a session that its policy compares keys with: `${aws:PrincipalTag/TenantId}`. */
export const TENANT_TAG = 'TenantId';

/** Maximum seconds of a role that another role assumes ("role chaining", IAM User Guide). */
const DURATION = 3600;

/**
 * Opens the tenant role with AWS STS. The tenant is a tag and never part of a policy's text, because STS
 * refuses wildcards in a tag (IAM User Guide, "Pass session tags in AWS STS"). Loads the SDK on first use.
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
        // A session name has 2 to 64 characters; a tenant id has 1 to 63.
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
