import { evaluate, type PolicyDocument } from '../../../src/local/iam/index.ts';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, names, policies, statementsOf } from './claim.ts';

const TABLES = 'arn:aws:dynamodb:eu-central-1:111122223333:table/';
/** A tenant, its twins by the beginning of a name and the end of one, another, none, and what a wildcard would be. */
const TENANTS = ['acme', 'acme-2', 'ac', 'x-acme', 'globex', '', '*'];

/** What a function is told that the names of tables of single tenants begin with. */
function prefixOf(template: Template, name: RegExp): string {
  const { Properties } = first(template, 'AWS::Lambda::Function', name);
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  return String(Variables['SILO_TABLE_PREFIX']);
}

/** The tables of single tenants, and what is written on them. */
function silosOf(template: Template): { readonly name: unknown; readonly tenant: unknown }[] {
  return ofType(template, 'AWS::DynamoDB::GlobalTable')
    .filter(([id]) => id.startsWith('DataSilo'))
    .map(([, { Properties }]) => {
      const [replica] = Properties['Replicas'] as { Tags: { Key: string; Value: string }[] }[];
      const tenant = replica?.Tags.find(({ Key }) => Key === 'TenantId')?.Value;
      return { name: Properties['TableName'], tenant };
    });
}

/** The policies of the tenant role, with all that CloudFormation fills in. */
function tenantPolicies(template: Template): PolicyDocument[] {
  return policies(template, /TenantRole/).map(
    ({ statements }) =>
      JSON.parse(JSON.stringify({ Statement: statements }), (_key, value: unknown) => {
        const {
          Ref: reference,
          'Fn::GetAtt': attribute,
          'Fn::Join': join,
        } = (value ?? {}) as Record<string, unknown>;
        if (reference === 'AWS::Partition') return 'aws';
        if (reference === 'AWS::AccountId') return '111122223333';
        if (Array.isArray(attribute)) return `${TABLES}${String(attribute[0])}`;
        return Array.isArray(join) ? (join[1] as string[]).join('') : value;
      }) as PolicyDocument,
  );
}

/** Tables that are of one tenant alone. */
export const silos: readonly Claim[] = [
  {
    title:
      "a tenant's own table, and its indexes, are reached by sessions of that tenant and with its own keys alone",
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
          const own = session === owner && key === owner;
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
    title: "a tenant's own table is neither scanned nor asked by PartiQL by its own sessions",
    faults: (template) =>
      ['Scan', 'PartiQLSelect', 'PartiQLDelete']
        .map((action) => ({
          action: `dynamodb:${action}`,
          resource: `${TABLES}${prefixOf(template, /^jobs/)}acme`,
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
    title: "a tenant's own table has the name by which the functions and the policy know it",
    faults: (template) =>
      silosOf(template)
        .filter(({ name, tenant }) =>
          [/^graphql/, /^jobs/].some((told) => name !== `${prefixOf(template, told)}${String(tenant)}`),
        )
        .map(({ name }) => String(name)),
    breakIt: (template) => {
      first(template, 'AWS::DynamoDB::GlobalTable', /^DataSilo/).Properties['TableName'] = 'acme';
    },
  },
  {
    title:
      'the policy of the tenant role names no table of a single tenant, so that it is as long for a thousand',
    faults: (template) =>
      policies(template, /TenantRole/)
        .flatMap(({ statements }) => statements)
        .filter(({ Resource }) => names(Resource, 'DataSilo'))
        .map(({ Resource }) => JSON.stringify(Resource)),
    breakIt: (template) => {
      const [silo] =
        ofType(template, 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith('DataSilo')) ?? [];
      statementsOf(template, /TenantRole/).push({
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: { 'Fn::GetAtt': [silo, 'Arn'] },
      });
    },
  },
];
