import type { PolicyDocument } from '../../src/local-cloud/iam/index.ts';
import { FUNCTIONS } from '../../src/lambda/function-names.ts';

/** The parts of a CloudFormation template that concern roles. */
export interface RoleTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
}
interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A role of the template, in the form of the local IAM. */
export interface NamedRole {
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

/** The roles by which the laptop judges calls, and the prefixes of their logical ids in the template. */
const ROLES: Readonly<Record<string, string>> = {
  tenant: 'TenantRole',
  'direct-files': 'DirectFilesRole',
  ...Object.fromEntries(FUNCTIONS.map((name) => [name, `${name.replaceAll('-', '')}Role`])),
};

/** The beginning of the ARN of a table that a policy names by the tag of the session. */
const SILOS = /^arn:.*:table\/tenantql-.*-silo-(?=\$\{)/;

/** The beginning of the ARN of a connection to the socket API. */
const SOCKETS = /^arn:.*:execute-api:.*:SocketsApi[0-9A-F]{8}(?=\/)/;

/** An index of the app of the template. The app on the laptop has other indexes. */
const INDEX = /\/index\/.+$/;

/** The placeholders for a table, a bucket, a key, a pool or the tenant role, until a machine names them. */
const NAMES: Readonly<Record<string, string>> = {
  DataTable: '${DATA_TABLE}',
  DataControl: '${CONTROL_TABLE}',
  DataRealtime: '${REALTIME_TABLE}',
  DataArchives: '${ARCHIVE_BUCKET}',
  DataFiles: '${FILES_BUCKET}',
  DataUsage: '${USAGE_BUCKET}',
  DataKey: '${KEY}',
  DirectFilesPool: '${IDENTITY_POOL}',
  TenantRole: '${TENANT_ROLE}',
};

/**
 * Returns the policies of the synthesised template as data, so that the laptop judges calls by what is deployed.
 * References to tables, buckets and roles become placeholders. Every other resource has its logical id. Statements of a
 * bucket's policy are listed with the role, because within an account IAM makes no difference.
 */
export function rolesOf({ Resources }: RoleTemplate): Readonly<Record<string, NamedRole>> {
  const entries = Object.entries(Resources);
  return Object.fromEntries(
    Object.entries(ROLES).map(([name, prefix]) => {
      const [id, role] = entries.find(([logicalId]) => isNamed(logicalId, prefix)) ?? [];
      if (id === undefined || !role) throw new Error(`The template has no role "${name}".`);
      const attached = entries.filter(
        ([, { Type, Properties }]) =>
          Type === 'AWS::IAM::Policy' && JSON.stringify(Properties?.['Roles']).includes(`"${id}"`),
      );
      const ofBuckets = entries
        .filter(([, { Type }]) => Type === 'AWS::S3::BucketPolicy')
        .flatMap(([, { Properties }]) => saidOf(id, Properties?.['PolicyDocument'] as BucketPolicy));
      const policies = [
        ...attached.map(([, { Properties }]) => plain(Properties?.['PolicyDocument'])),
        ...ofBuckets.map(plain),
      ];
      return [name, { trust: plain(role.Properties?.['AssumeRolePolicyDocument']), policies }];
    }),
  );
}

interface BucketPolicy {
  readonly Statement: readonly { readonly Principal?: { readonly AWS?: unknown } }[];
}

/**
 * Returns the statements of a bucket's policy about a role or about everyone. Returns none if it does not name the
 * role.
 */
function saidOf(roleId: string, { Statement, ...policy }: BucketPolicy): readonly BucketPolicy[] {
  const names = (principal: unknown): boolean => JSON.stringify(principal ?? '').includes(`"${roleId}"`);
  if (!Statement.some(({ Principal }) => names(Principal))) return [];
  const about = Statement.filter(({ Principal }) => names(Principal) || Principal?.AWS === '*');
  return [{ ...policy, Statement: about }];
}

/** The service through which a key is used, in any region. */
const VIA_SERVICE = /^(dynamodb|s3|secretsmanager)\.[a-z0-9-]+\.amazonaws\.com$/;

/** Resolves the functions of CloudFormation in policies. `Principal` is left out. */
function plain(value: unknown): PolicyDocument {
  return resolve(value) as PolicyDocument;
}

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map(resolve))];
  if (typeof value === 'string') return value.replace(VIA_SERVICE, '$1.${REGION}.amazonaws.com');
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join, Ref: reference } = value as Record<string, unknown>;
  if (Array.isArray(attribute)) return nameOf(String(attribute[0]));
  if (typeof reference === 'string') return nameOf(reference);
  if (Array.isArray(join))
    return (join[1] as unknown[])
      .map((part) => String(resolve(part)))
      .join(String(join[0]))
      .replace(SILOS, '${SILO_TABLES}')
      .replace(SOCKETS, '${SOCKET_API}')
      .replace(INDEX, '/index/${INDEX}');
  const entries = Object.entries(value).filter(([key]) => key !== 'Principal');
  return Object.fromEntries(entries.map(([key, part]) => [key, resolve(part)]));
}

function nameOf(logicalId: string): string {
  const known = Object.entries(NAMES).find(([prefix]) => isNamed(logicalId, prefix));
  return known?.[1] ?? logicalId;
}

/** Returns whether a logical id is that of a construct. CDK joins the construct's name and eight digits of a hash. */
function isNamed(logicalId: string, prefix: string): boolean {
  return new RegExp(`^${prefix}[0-9A-F]{8}$`).test(logicalId);
}
