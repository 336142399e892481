import { ofType, type Resource, type Template } from './synthesise.ts';

/** What must hold of every template, and cdk-nag does not see: each answers what is wrong with one. */
export interface Claim {
  readonly title: string;
  readonly faults: (template: Template) => string[];
  /** Breaks a template so that the claim no longer holds. */
  readonly breakIt: (template: Template) => void;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  Condition?: Record<string, unknown> | undefined;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const first = (template: Template, type: string, id = /./): Resource => {
  const found = ofType(template, type).find(([name]) => id.test(name));
  if (!found) throw new Error(`There is no ${type}.`);
  return found[1];
};

function policies(template: Template): { role: string; statements: Statement[] }[] {
  return ofType(template, 'AWS::IAM::Policy').map(([, { Properties }]) => ({
    role: JSON.stringify(Properties['Roles']),
    statements: (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
  }));
}

const names = (value: unknown, what: string): boolean => (JSON.stringify(value) ?? '').includes(what);

export const claims: readonly Claim[] = [
  {
    title: "no function's own role may touch the data table",
    faults: (template) =>
      policies(template)
        .filter(({ role }) => !role.includes('TenantRole'))
        .flatMap(({ role, statements }) =>
          statements.filter(({ Resource }) => names(Resource, 'DataTable')).map(() => role),
        ),
    breakIt: (template) => {
      const own = ofType(template, 'AWS::IAM::Policy').find(([id]) => id.startsWith('graphqlRole'));
      const table = { 'Fn::GetAtt': [ofType(template, 'AWS::DynamoDB::GlobalTable')[0]?.[0], 'Arn'] };
      (own?.[1].Properties['PolicyDocument'] as { Statement: unknown[] }).Statement.push({
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: table,
      });
    },
  },
  {
    title:
      'the tenant role reaches rows by listed actions, under the tag of the session, and only when keys are named',
    faults: (template) =>
      policies(template)
        .filter(({ role }) => role.includes('TenantRole'))
        .flatMap(({ statements }) => statements)
        .filter(({ Effect, Action }) => Effect === 'Allow' && names(Action, 'dynamodb:'))
        .flatMap(({ Action, Condition }) => [
          ...list(Action)
            .filter((action) => /[*?]|Scan|PartiQL|Table|Export/.test(String(action)))
            .map(String),
          ...(JSON.stringify(Condition?.['ForAllValues:StringLike']) ===
          '{"dynamodb:LeadingKeys":["T#${aws:PrincipalTag/TenantId}#*"]}'
            ? []
            : ['no comparison of keys']),
          ...(JSON.stringify(Condition?.['Null']) === '{"dynamodb:LeadingKeys":"false"}'
            ? []
            : ['keys may be absent']),
        ]),
    breakIt: (template) => {
      const policy = first(template, 'AWS::IAM::Policy', /^TenantRole/).Properties['PolicyDocument'] as {
        Statement: Statement[];
      };
      const [rows] = policy.Statement;
      if (rows) rows.Condition = { 'ForAllValues:StringLike': rows.Condition?.['ForAllValues:StringLike'] };
    },
  },
  {
    title: 'the tenant role denies scans and PartiQL',
    faults: (template) => {
      const denied = policies(template)
        .filter(({ role }) => role.includes('TenantRole'))
        .flatMap(({ statements }) => statements.filter(({ Effect }) => Effect === 'Deny'))
        .flatMap(({ Action }) => list(Action));
      return ['dynamodb:Scan', 'dynamodb:PartiQLSelect'].filter((action) => !denied.includes(action));
    },
    breakIt: (template) => {
      const policy = first(template, 'AWS::IAM::Policy', /^TenantRole/).Properties['PolicyDocument'] as {
        Statement: Statement[];
      };
      policy.Statement.splice(1, 1);
    },
  },
  {
    title: 'nobody assumes the tenant role without naming a tenant, or with another tag',
    faults: (template) =>
      (
        first(template, 'AWS::IAM::Role', /^TenantRole/).Properties['AssumeRolePolicyDocument'] as {
          Statement: Statement[];
        }
      ).Statement.filter(
        ({ Condition }) =>
          JSON.stringify(Condition?.['Null']) !== '{"aws:RequestTag/TenantId":"false"}' ||
          JSON.stringify(Condition?.['ForAllValues:StringEquals']) !== '{"aws:TagKeys":["TenantId"]}',
      ).map(() => 'a statement without these conditions'),
    breakIt: (template) => {
      const trust = first(template, 'AWS::IAM::Role', /^TenantRole/).Properties[
        'AssumeRolePolicyDocument'
      ] as {
        Statement: Statement[];
      };
      for (const statement of trust.Statement) delete statement.Condition;
    },
  },
  {
    title: 'what a user may write of their own attributes is spelled out, and the tenant is not among it',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPoolClient').flatMap(([id, { Properties }]) => {
        const written = Properties['WriteAttributes'];
        if (!Array.isArray(written) || written.length === 0) return [`${id}: everything`];
        return written
          .filter((name) => String(name).startsWith('custom:'))
          .map((name) => `${id}: ${String(name)}`);
      }),
    breakIt: (template) => {
      delete first(template, 'AWS::Cognito::UserPoolClient').Properties['WriteAttributes'];
    },
  },
  {
    title: 'no pool keeps a tenant or a role as an attribute',
    faults: (template) =>
      ofType(template, 'AWS::Cognito::UserPool').flatMap(([id, { Properties }]) =>
        list(Properties['Schema'])
          .map((attribute) => String((attribute as { Name?: string }).Name))
          .filter((name) => /tenant|role/i.test(name))
          .map((name) => `${id}: ${name}`),
      ),
    breakIt: (template) => {
      (first(template, 'AWS::Cognito::UserPool').Properties['Schema'] as unknown[]).push({
        Name: 'tenantId',
        Mutable: true,
      });
    },
  },
  {
    title:
      'the authorizer decides by the Authorization header alone, and its answer is kept for a minute at most',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Authorizer').flatMap(([id, { Properties }]) => {
        const { IdentitySource, AuthorizerResultTtlInSeconds } = Properties;
        return [
          ...(IdentitySource === 'method.request.header.Authorization'
            ? []
            : [`${id}: ${String(IdentitySource)}`]),
          ...(Number(AuthorizerResultTtlInSeconds) <= 60
            ? []
            : [`${id}: ${String(AuthorizerResultTtlInSeconds)} s`]),
        ];
      }),
    breakIt: (template) => {
      first(template, 'AWS::ApiGateway::Authorizer').Properties['AuthorizerResultTtlInSeconds'] = 300;
    },
  },
  {
    title: 'every method but a preflight has an authorizer',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Method')
        .filter(
          ([, { Properties }]) =>
            Properties['HttpMethod'] !== 'OPTIONS' && Properties['AuthorizationType'] !== 'CUSTOM',
        )
        .map(([id]) => id),
    breakIt: (template) => {
      const method = ofType(template, 'AWS::ApiGateway::Method').find(
        ([, { Properties }]) => Properties['HttpMethod'] === 'POST',
      );
      if (method) method[1].Properties['AuthorizationType'] = 'NONE';
    },
  },
  {
    title: 'no stage caches answers, and none logs bodies',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage').flatMap(([id, { Properties }]) => [
        ...(Properties['CacheClusterEnabled'] === true ? [`${id}: a cache`] : []),
        ...list(Properties['MethodSettings'])
          .filter((setting) => (setting as { DataTraceEnabled?: boolean }).DataTraceEnabled !== false)
          .map(() => `${id}: bodies`),
      ]),
    breakIt: (template) => {
      const settings = first(template, 'AWS::ApiGateway::Stage').Properties['MethodSettings'] as Record<
        string,
        unknown
      >[];
      for (const setting of settings) setting['DataTraceEnabled'] = true;
    },
  },
  {
    title: 'the access log holds no header and no token',
    faults: (template) =>
      ofType(template, 'AWS::ApiGateway::Stage')
        .filter(([, { Properties }]) =>
          /header|token|authorizer\.(?!tenantId)/i.test(JSON.stringify(Properties['AccessLogSetting'])),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      const setting = first(template, 'AWS::ApiGateway::Stage').Properties['AccessLogSetting'] as Record<
        string,
        unknown
      >;
      setting['Format'] = '{"token":"$context.request.header.Authorization"}';
    },
  },
  {
    title: 'tables can be restored to any second, are encrypted by our key, and bill by use',
    faults: (template) =>
      ofType(template, 'AWS::DynamoDB::GlobalTable').flatMap(([id, { Properties }]) => {
        const [replica] = Properties['Replicas'] as Record<string, unknown>[];
        return [
          ...(Properties['BillingMode'] === 'PAY_PER_REQUEST' ? [] : [`${id}: provisioned`]),
          ...(names(replica?.['PointInTimeRecoverySpecification'], 'true')
            ? []
            : [`${id}: no point in time`]),
          ...(names(Properties['SSESpecification'], 'KMS') ? [] : [`${id}: not by our key`]),
        ];
      }),
    breakIt: (template) => {
      const [replica] = first(template, 'AWS::DynamoDB::GlobalTable').Properties['Replicas'] as Record<
        string,
        unknown
      >[];
      delete replica?.['PointInTimeRecoverySpecification'];
    },
  },
  {
    title: 'no function holds a secret in the template, and none runs on a dead runtime',
    faults: (template) =>
      ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => [
        ...(/nodejs(22|24)\.x/.test(String(Properties['Runtime']))
          ? []
          : [`${id}: ${String(Properties['Runtime'])}`]),
        ...Object.entries((Properties['Environment'] as { Variables: Record<string, unknown> }).Variables)
          .filter(
            ([name, value]) => /SECRET|PASSWORD|TOKEN/.test(name) && !names(value, 'resolve:secretsmanager'),
          )
          .map(([name]) => `${id}: ${name}`),
      ]),
    breakIt: (template) => {
      const { Variables } = first(template, 'AWS::Lambda::Function', /^graphql/).Properties[
        'Environment'
      ] as {
        Variables: Record<string, unknown>;
      };
      Variables['CURSOR_SECRET'] = 'in plain sight';
    },
  },
  {
    title: 'no policy is longer than IAM takes: 10,240 characters a role, 2,048 of trust',
    faults: (template) => [
      ...policies(template)
        .filter(({ statements }) => JSON.stringify(statements).length > 10_240)
        .map(({ role }) => role),
      ...ofType(template, 'AWS::IAM::Role')
        .filter(([, { Properties }]) => JSON.stringify(Properties['AssumeRolePolicyDocument']).length > 2048)
        .map(([id]) => id),
    ],
    breakIt: (template) => {
      const trust = first(template, 'AWS::IAM::Role').Properties['AssumeRolePolicyDocument'] as {
        Statement: unknown[];
      };
      trust.Statement.push({ Effect: 'Allow', Action: 'x'.repeat(2048) });
    },
  },
];
