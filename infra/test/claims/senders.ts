import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, list, names, policies, statementsOf, type Statement } from './claim.ts';

/** Returns the statements that allow an action, by the role of a function. */
function allowing(template: Template, action: RegExp): [role: string, statement: Statement][] {
  return policies(template).flatMap(({ role, statements }) =>
    statements
      .filter(
        ({ Effect, Action }) => Effect === 'Allow' && list(Action).some((one) => action.test(String(one))),
      )
      .map((statement): [string, Statement] => [/"(\w+)Role[0-9A-F]{8}"/.exec(role)?.[1] ?? role, statement]),
  );
}

const BUS = '^\\{"Fn::GetAtt":\\["TenantEventsBus[0-9A-F]{8}","Arn"\\]\\}$';

/** Returns the variables of a function. */
function variablesOf(template: Template, id: string): Readonly<Record<string, unknown>> {
  const { Variables = {} } = (template.Resources[id]?.Properties['Environment'] ?? {}) as {
    Variables?: Record<string, unknown>;
  };
  return Variables;
}

/** What would join a function that calls servers of tenants to something of ours. */
const OUTGOING = ['VpcConfig', 'FileSystemConfigs', 'Layers'];

const MAIL = ['MAIL_FROM', 'MAIL_NAME', 'APP_URL'];

/** Claims about what leaves the system: events about tenants, and mails. */
export const senders: readonly Claim[] = [
  {
    title: 'only the functions "changes" and "meter" put events, and on the bus of the stage alone',
    faults: (template) => {
      // The scanner of files makes rules of its own on the bus of AWS.
      const found = allowing(template, /^events:/).filter(([role]) => role !== 'MalwareScan');
      const wrong = found.filter(
        ([, { Action, Resource }]) =>
          Action !== 'events:PutEvents' || !new RegExp(BUS).test(JSON.stringify(Resource)),
      );
      const roles = found.map(([role]) => role).sort();
      return [...wrong.map(([role]) => role), ...(roles.join() === 'changes,meter' ? [] : [roles.join()])];
    },
    breakIt: (template) => {
      statementsOf(template, /"workRole/).push({
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: { 'Fn::GetAtt': ['TenantEventsBus12345678', 'Arn'] },
      });
    },
  },
  {
    title:
      'the function "webhooks", which calls servers of tenants, is in no network of ours and reaches no user, file or archive by its role',
    faults: (template) => {
      const { Properties } = first(template, 'AWS::Lambda::Function', /^webhooksFunction/);
      return [
        ...OUTGOING.filter((name) => Properties[name] !== undefined),
        ...statementsOf(template, /"webhooksRole/).flatMap(({ Action }) =>
          list(Action)
            .map(String)
            .filter((action) => !/^(dynamodb|kms|logs|sqs|sts|secretsmanager|xray):/.test(action)),
        ),
      ];
    },
    breakIt: (template) => {
      statementsOf(template, /"webhooksRole/).push({
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: 'x',
      });
    },
  },
  {
    title: 'no other account may put events on the bus, and it is named after the stage',
    faults: (template) => [
      ...ofType(template, 'AWS::Events::EventBusPolicy').map(([id]) => id),
      ...ofType(template, 'AWS::Events::EventBus')
        .filter(
          ([, { Properties }]) => !/^tenantql-[a-z]/.test(String(Properties['Name'])) || Properties['Policy'],
        )
        .map(([id]) => id),
    ],
    breakIt: (template) => {
      first(template, 'AWS::Events::EventBus').Properties['Name'] = 'default';
    },
  },
  {
    title: 'only the function "work" sends mails, and from the address of the stage alone',
    faults: (template) =>
      allowing(template, /^ses:/).flatMap(([role, { Action, Resource, Condition }]) => {
        const from = JSON.stringify(Condition?.['StringEquals']?.['ses:FromAddress'] ?? '').replaceAll(
          '"',
          '',
        );
        const [, domain = ''] = from.split('@');
        const wanted = [`identity/${domain}"`, `identity/${from}"`, 'configuration-set/*"'];
        const resources = list(Resource).map((one) => JSON.stringify(one));
        const fits =
          role === 'work' &&
          Action === 'ses:SendEmail' &&
          domain !== '' &&
          resources.length === wanted.length &&
          wanted.every((end) => resources.some((one) => one.includes(`:${end}`)));
        return fits ? [] : [`${role}: ${resources.join()}`];
      }),
    breakIt: (template) => {
      const send = statementsOf(template, /"workRole/).find(({ Action }) => names(Action, 'ses:'));
      if (send) delete send.Condition;
    },
  },
  {
    title:
      'every function that changes records or counts usage knows whether the stage sends mails, and the one that sends may',
    faults: (template) => {
      const may = allowing(template, /^ses:/).length > 0;
      return ofType(template, 'AWS::Lambda::Function')
        .map(([id]): [string, Readonly<Record<string, unknown>>] => [id, variablesOf(template, id)])
        .filter(([id, variables]) => 'CURSOR_SECRET_ARN' in variables || id.startsWith('meterFunction'))
        .filter(([, variables]) => MAIL.some((name) => name in variables !== may))
        .map(([id]) => id);
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Lambda::Function', /^operatorFunction/);
      delete (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables['APP_URL'];
    },
  },
];
