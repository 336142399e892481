import { ofType } from '../synthesise.ts';
import { type Claim, first, list, names, policies, type Statement, statementsOf, trustOf } from './claim.ts';

/** Returns whether a resource of a statement is a stream: of a table of the template, or of all silo tables. */
function isStream(resource: unknown): boolean {
  return /"Fn::GetAtt":\["\w+","StreamArn"\]|-silo-\*\/stream\/\*"/.test(JSON.stringify(resource));
}

/** Claims about access to the rows of tenants. */
export const rows: readonly Claim[] = [
  {
    title: "no function's own role has rights on the data table, and one reads the streams of the tables",
    faults: (template) =>
      policies(template)
        .filter(({ role }) => !role.includes('TenantRole'))
        .flatMap(({ role, statements }) =>
          statements
            .filter(({ Resource }) =>
              list(Resource)
                .filter((one) => !role.includes('"changesRole') || !isStream(one))
                .some((one) => ['DataTable', '"Silo', '-silo-'].some((name) => names(one, name))),
            )
            .map(() => role),
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
    title: 'the tenant role may only use listed actions, with keys that begin with the tag of the session',
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
          ...(JSON.stringify(Condition?.['StringNotEquals']) === '{"aws:PrincipalTag/TenantId":""}'
            ? []
            : ['the tag may be empty']),
        ]),
    breakIt: (template) => {
      const policy = first(template, 'AWS::IAM::Policy', /^TenantRole/).Properties['PolicyDocument'] as {
        Statement: Statement[];
      };
      const [rows] = policy.Statement;
      delete rows?.Condition?.['Null'];
    },
  },
  {
    title: 'the tenant role denies scans and PartiQL of the tables of the pool and of the sockets',
    faults: (template) => {
      return ['DataTable', 'DataRealtime'].flatMap((table) => {
        const denied = policies(template, /TenantRole/)
          .flatMap(({ statements }) => statements)
          .filter(({ Effect, Resource }) => Effect === 'Deny' && names(Resource, table))
          .flatMap(({ Action }) => list(Action));
        return ['dynamodb:Scan', 'dynamodb:PartiQLSelect']
          .filter((action) => !denied.includes(action))
          .map((action) => `${table}: ${action}`);
      });
    },
    breakIt: (template) => {
      const statements = statementsOf(template, /TenantRole/);
      statements.splice(
        statements.findIndex(({ Effect }) => Effect === 'Deny'),
        1,
      );
    },
  },
  {
    title: 'the tenant role can be assumed only with a tenant tag and no other tag',
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
    title: 'the tenant role has no rights on the control table',
    faults: (template) =>
      policies(template, /TenantRole/)
        .flatMap(({ statements }) => statements)
        .filter(({ Resource }) => names(Resource, 'DataControl'))
        .map(({ Action }) => JSON.stringify(Action)),
    breakIt: (template) => {
      const [rows] = statementsOf(template, /TenantRole/);
      const [control] =
        ofType(template, 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith('DataControl')) ?? [];
      if (rows) rows.Resource = [...list(rows.Resource), { 'Fn::GetAtt': [control, 'Arn'] }];
    },
  },
  {
    title:
      'only the functions for the API, for jobs, for webhooks, for files and for real time may assume the tenant role',
    faults: (template) => [
      ...trustOf(first(template, 'AWS::IAM::Role', /^TenantRole/))
        .filter(
          ({ Principal }) =>
            !/"(graphql|socket|changes|work|webhooks|files)Role/.test(JSON.stringify(Principal)),
        )
        .map(({ Principal }) => `trusted: ${JSON.stringify(Principal)}`),
      ...policies(template)
        .filter(({ role }) => !/"(graphql|socket|changes|work|webhooks|files)Role/.test(role))
        .filter(({ statements }) => statements.some(({ Action }) => names(Action, 'sts:')))
        .map(({ role }) => role),
    ],
    breakIt: (template) => {
      statementsOf(template, /operatorRole/).push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: { 'Fn::GetAtt': ['TenantRole', 'Arn'] },
      });
    },
  },
  {
    title: 'no role may assume any role other than the tenant role',
    faults: (template) =>
      policies(template).flatMap(({ role, statements }) =>
        statements
          .filter(({ Action }) => names(Action, 'sts:AssumeRole'))
          .filter(
            ({ Resource }) =>
              !/^\{"Fn::GetAtt":\["TenantRole[0-9A-F]{8}","Arn"\]\}$/.test(JSON.stringify(Resource)),
          )
          .map(() => role),
      ),
    breakIt: (template) => {
      const assume = statementsOf(template, /graphqlRole/).find(({ Action }) =>
        names(Action, 'sts:AssumeRole'),
      );
      if (assume) assume.Resource = '*';
    },
  },
];
