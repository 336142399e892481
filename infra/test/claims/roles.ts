import { ofType } from '../synthesise.ts';
import { type Claim, first, list, names, policies, statementsOf } from './claim.ts';

/** Claims about the rights of roles. */
export const roles: readonly Claim[] = [
  {
    title:
      'no statement allows all actions of a service, and only traces and alarms are allowed on all resources',
    faults: (template) =>
      policies(template).flatMap(({ role, statements }) =>
        statements
          .filter(({ Effect }) => Effect === 'Allow')
          .flatMap(({ Action, Resource }) => [
            ...list(Action).filter((action) => String(action).includes('*')),
            ...(list(Resource).includes('*')
              ? list(Action).filter(
                  (action) => !/^(xray:Put|cloudwatch:DescribeAlarms$)/.test(String(action)),
                )
              : []),
          ])
          .map((action) => `${role}: ${String(action)}`),
      ),
    breakIt: (template) => {
      const [statement] = statementsOf(template, /operatorRole/);
      if (statement) statement.Action = 'dynamodb:*';
    },
  },
  {
    title: 'no role may use Scan or PartiQL on a table',
    faults: (template) =>
      policies(template).flatMap(({ role, statements }) =>
        statements
          .filter(
            ({ Effect, Action }) =>
              Effect === 'Allow' && /dynamodb:(Scan|PartiQL)/.test(JSON.stringify(Action)),
          )
          .map(() => role),
      ),
    breakIt: (template) => {
      const records = statementsOf(template, /workRole/).find(({ Action }) => names(Action, 'dynamodb:'));
      if (records) records.Action = [...list(records.Action).map(String), 'dynamodb:Scan'];
    },
  },
  {
    title: 'every right on the KMS key is limited to calls through a service (kms:ViaService)',
    faults: (template) =>
      policies(template)
        // S3 writes no trace of the key, and the access logs are not encrypted by it.
        .flatMap(({ role, statements }) =>
          statements
            .filter(({ Effect, Action }) => Effect === 'Allow' && names(Action, 'kms:'))
            .filter(({ Condition }) => Condition?.['StringEquals']?.['kms:ViaService'] === undefined)
            .map(() => role),
        ),
    breakIt: (template) => {
      const key = statementsOf(template, /graphqlRole/).find(({ Action }) => names(Action, 'kms:'));
      if (key) delete key.Condition;
    },
  },
  {
    title: 'no function shares its role with another',
    faults: (template) => {
      const roles = ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) =>
        JSON.stringify(Properties['Role']),
      );
      return roles.filter((role, place) => roles.indexOf(role) !== place);
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Lambda::Function', /^authorizer/);
      Properties['Role'] = first(template, 'AWS::Lambda::Function', /^graphql/).Properties['Role'];
    },
  },
];
