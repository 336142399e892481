import type { TenantId } from '../../tenant/index.ts';
import { sharedConnections } from '../aws/connections.ts';
import { type CredentialSource, ownCredentials, renewed } from '../aws/credentials.ts';
import type { HttpHandler } from '../aws/http.ts';
import { openService } from '../aws/service.ts';
import { assumeRole, type SessionCredentials } from './assume-role.ts';

/** A function that requests credentials of a tenant. */
export type AssumeTenantRole = (tenant: TenantId) => Promise<SessionCredentials>;

export interface TenantRoleOptions {
  readonly region: string;
  /** The role of all tenants. Its policy reads the session's tag. */
  readonly roleArn: string;
  readonly client?: StsOptions;
}

/** The ways to reach STS. By default the credentials are those of this process. */
export interface StsOptions {
  readonly endpoint?: string;
  readonly credentials?: CredentialSource;
  readonly requestHandler?: HttpHandler;
}

/** The tag of a session that its policy compares keys with: `${aws:PrincipalTag/TenantId}`. */
export const TENANT_TAG = 'TenantId';

/** Maximum seconds of a role that another role assumes ("role chaining", IAM User Guide). */
export const DURATION = 3600;

/**
 * Opens the tenant role with AWS STS. The tenant is a tag and never part of a policy's text, because STS
 * refuses wildcards in a tag (IAM User Guide, "Pass session tags in AWS STS").
 */
export function assumeTenantRole({ region, roleArn, client = {} }: TenantRoleOptions): AssumeTenantRole {
  const { endpoint, credentials = ownCredentials, requestHandler = sharedConnections() } = client;
  const sts = openService({ service: 'sts', region, endpoint, connections: requestHandler });
  const own = renewed(credentials);
  return (tenant) =>
    assumeRole(sts, own, {
      RoleArn: roleArn,
      // A session name has 2 to 64 characters; a tenant id has 1 to 63.
      RoleSessionName: tenant.padEnd(2, '-'),
      DurationSeconds: String(DURATION),
      'Tags.member.1.Key': TENANT_TAG,
      'Tags.member.1.Value': tenant,
    });
}
