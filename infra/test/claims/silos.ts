import { evaluate } from '../../../src/local-cloud/iam/index.ts';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, names, policies, statementsOf } from './claim.ts';
import { TABLES, tenantPolicies } from './tenant-policies.ts';

/** A tenant, ids with the same beginning or end, another tenant, an empty id and a wildcard. */
const TENANTS = ['acme', 'acme-2', 'ac', 'x-acme', 'globex', '', '*'];

/** Returns the prefix of the names of silo tables in the environment of a function. */
function prefixOf(template: Template, name: RegExp): string {
  const { Properties } = first(template, 'AWS::Lambda::Function', name);
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  return String(Variables['SILO_TABLE_PREFIX']);
}

/** Returns the silo tables with their names and tenant tags. */
function silosOf(template: Template): { readonly name: unknown; readonly tenant: unknown }[] {
  return ofType(template, 'AWS::DynamoDB::GlobalTable')
    .filter(([id]) => id.startsWith('Silo'))
    .map(([, { Properties }]) => {
      const [replica] = Properties['Replicas'] as { Tags: { Key: string; Value: string }[] }[];
      const tenant = replica?.Tags.find(({ Key }) => Key === 'TenantId')?.Value;
      return { name: Properties['TableName'], tenant };
    });
}

/** Claims about silo tables. */
export const silos: readonly Claim[] = [
  {
    title:
      "only sessions of a silo's tenant, with that tenant's keys, have access to the silo table and its indexes",
    faults: (template) => {
      const documents = tenantPolicies(template);
      const prefix = prefixOf(template, /^graphql/);
      const asked = TENANTS.flatMap((owner) =>
        [...TENANTS, null].flatMap((session) => TENANTS.map((key) => ({ owner, session, key }))),
      );
      return asked.flatMap(({ owner, session, key }) =>
        ['', '/index/gsi1'].flatMap((part) => {
          const verdict = evaluate(documents, {
            action: 'dynamodb:Query',
            resource: `${TABLES}${prefix}${owner}${part}`,
            context: {
              'dynamodb:LeadingKeys': [`T#${key}#Task`],
              ...(session !== null && { 'aws:PrincipalTag/TenantId': session }),
            },
          });
          const own = session !== '' && session === owner && key === owner;
          return (verdict === 'allowed') === own
            ? []
            : [`${String(session)} asks ${owner}${part} for ${key}: ${verdict}`];
        }),
      );
    },
    breakIt: (template) => {
      const [rows] = statementsOf(template, /TenantRole/);
      if (rows)
        rows.Resource = JSON.parse(
          JSON.stringify(rows.Resource).replaceAll('-silo-${aws:PrincipalTag/TenantId}', '-silo-*'),
        );
    },
  },
  {
    title: "sessions of a silo's tenant may not use Scan or PartiQL on the silo table",
    faults: (template) =>
      ['Scan', 'PartiQLSelect', 'PartiQLDelete']
        .map((action) => ({
          action: `dynamodb:${action}`,
          resource: `${TABLES}${prefixOf(template, /^work/)}acme`,
          context: { 'aws:PrincipalTag/TenantId': 'acme' },
        }))
        .filter((request) => evaluate(tenantPolicies(template), request) !== 'explicitly denied')
        .map(({ action }) => action),
    breakIt: (template) => {
      const denied = statementsOf(template, /TenantRole/).find(
        ({ Effect, Resource }) => Effect === 'Deny' && names(Resource, '-silo-'),
      );
      if (denied) denied.Resource = [TABLES];
    },
  },
  {
    title: 'the name of a silo table is the one that the functions compute',
    faults: (template) =>
      silosOf(template)
        .filter(({ name, tenant }) =>
          [/^graphql/, /^work/].some((told) => name !== `${prefixOf(template, told)}${String(tenant)}`),
        )
        .map(({ name }) => String(name)),
    breakIt: (template) => {
      first(template, 'AWS::DynamoDB::GlobalTable', /^Silo/).Properties['TableName'] = 'acme';
    },
  },
  {
    title: 'the policy of the tenant role names no silo table, so its length does not depend on their number',
    faults: (template) =>
      policies(template, /TenantRole/)
        .flatMap(({ statements }) => statements)
        .filter(({ Resource }) => names(Resource, '"Silo'))
        .map(({ Resource }) => JSON.stringify(Resource)),
    breakIt: (template) => {
      const [silo] =
        ofType(template, 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith('Silo')) ?? [];
      statementsOf(template, /TenantRole/).push({
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: { 'Fn::GetAtt': [silo, 'Arn'] },
      });
    },
  },
];
