import { matchesPattern } from '../../../src/local-cloud/logs/index.ts';
import { connectionLine, eventsLine } from '../../../src/platform/index.ts';
import { jsonLog } from '../../../src/server/log.ts';
import { logRequest } from '../../../src/server/log-request.ts';
import { LINES } from '../../../src/store/index.ts';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, list, named, names, statementsOf } from './claim.ts';

/** Returns the log line that the API writes for a request, of a tenant or of an operator. */
function lineOf(isCounted: boolean): string {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line), 'TenantQL/test');
  const consumed = { calls: 1, rcu: 0.5, wcu: 0, rowsRead: 1, rowsWritten: 0 };
  const outcome = { operation: 'List', isCounted, failed: false, said: null };
  const of = isCounted ? { tenantId: 'acme', tier: 'free' } : {};
  const context = {
    log: (entry: Parameters<typeof log>[0]) => {
      log({ ...of, ...entry });
    },
    consumed,
    outcome,
    meter: null,
  };
  logRequest(context, { status: 200, bytes: 9, ms: 1 }, 0);
  return lines.join('');
}

/** Returns the log lines of a tenant's connection and of its events. */
function socketLines(): readonly string[] {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line), 'TenantQL/test');
  log(connectionLine({ tenantId: 'acme', connectionId: 'c', joinedAt: 0, leftAt: 1 }));
  log(eventsLine({ tenantId: 'acme', eventId: 'e', messages: 1, sentAt: 0 }));
  return lines;
}

const subscriptions = (template: Template) =>
  ofType(template, 'AWS::Logs::SubscriptionFilter').map(([, { Properties }]) => Properties);
/** The functions whose logs are counted. */
const COUNTED = ['graphql', 'socket', 'changes'];
const stream = (template: Template) =>
  first(template, 'AWS::KinesisFirehose::DeliveryStream').Properties[
    'ExtendedS3DestinationConfiguration'
  ] as Record<string, unknown>;

/** Claims about the counting of usage from the log. */
export const metering: readonly Claim[] = [
  {
    title:
      'the lines of requests, connections and events of tenants, and no others, go from their logs to the Firehose',
    faults: (template) => {
      const [firehose] = ofType(template, 'AWS::KinesisFirehose::DeliveryStream')[0] ?? [''];
      const faults = subscriptions(template).flatMap(({ FilterPattern, DestinationArn }) => {
        const matches = (line: string): boolean => matchesPattern(String(FilterPattern), line);
        return [
          ...(matches(lineOf(true)) ? [] : ['a request is not counted']),
          ...(socketLines().every(matches) ? [] : ['a socket is not counted']),
          ...(matches(lineOf(false)) ? ['an operator is counted'] : []),
          ...(names(DestinationArn, `"${firehose}"`) ? [] : ['another destination']),
        ];
      });
      const logs = subscriptions(template).map(({ LogGroupName }) => JSON.stringify(LogGroupName));
      const unread = COUNTED.filter((name) => {
        const { Properties } = first(template, 'AWS::Lambda::Function', new RegExp(`^${name}Function`));
        return !logs.some((log) => names(Properties['LoggingConfig'], log));
      });
      return [
        ...faults,
        ...unread.map((name) => `the log of ${name} is not counted`),
        ...(logs.length > COUNTED.length ? ['another log'] : []),
      ];
    },
    breakIt: (template) => {
      const filter = ofType(template, 'AWS::Logs::SubscriptionFilter').at(-1)?.[1];
      if (filter) filter.Properties['FilterPattern'] = '{ ($.message = "request") && ($.counted = "*") }';
    },
  },
  {
    title: 'the function that counts usage reads the folder in which the Firehose writes, by the hour of UTC',
    faults: (template) => {
      const { BucketARN, Prefix } = stream(template);
      const { Variables } = first(template, 'AWS::Lambda::Function', /^meterFunction/).Properties[
        'Environment'
      ] as {
        Variables: Record<string, unknown>;
      };
      const bucket = (Variables['USAGE_BUCKET'] as { readonly Ref?: string } | undefined)?.Ref ?? '';
      return [
        ...(names(BucketARN, `"${bucket}"`) ? [] : ['another bucket']),
        ...(Prefix === `${LINES}/!{timestamp:yyyy-MM-dd'T'HH}/` ? [] : [String(Prefix)]),
      ];
    },
    breakIt: (template) => {
      stream(template)['Prefix'] = `${LINES}/!{timestamp:yyyy/MM/dd/HH}/`;
    },
  },
  {
    title: 'a log line reaches its file within five minutes, before usage is counted at ten past each hour',
    faults: (template) => {
      const { IntervalInSeconds } = stream(template)['BufferingHints'] as {
        readonly IntervalInSeconds: number;
      };
      const { ScheduleExpression } = first(template, 'AWS::Events::Rule', /EveryHour/).Properties;
      return [
        ...(IntervalInSeconds <= 300 ? [] : [`${IntervalInSeconds} seconds`]),
        ...(ScheduleExpression === 'cron(10 * * * ? *)' ? [] : [String(ScheduleExpression)]),
      ];
    },
    breakIt: (template) => {
      first(template, 'AWS::Events::Rule', /EveryHour/).Properties['ScheduleExpression'] =
        'cron(0 * * * ? *)';
    },
  },
  {
    title:
      'the function that counts usage writes items of usage only, and reads nothing else but tenants and their quotas',
    faults: (template) =>
      statementsOf(template, /meterRole/)
        .filter(({ Action }) => names(Action, 'dynamodb:'))
        .flatMap(({ Action, Condition }) => {
          const keys = list(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '*').map(
            String,
          );
          const isWrite = list(Action).some((action) => !/:(Get|Query)/.test(String(action)));
          const allowed = isWrite ? ['USAGE#*', 'FLEET#*'] : ['USAGE#*', 'FLEET#*', 'LIMIT#*', 'TENANT#*'];
          return [
            ...keys.filter((key) => !allowed.includes(key)),
            ...(Condition?.['Null']?.['dynamodb:LeadingKeys'] === 'false' ? [] : ['calls without keys']),
          ];
        }),
    breakIt: (template) => {
      const write = statementsOf(template, /meterRole/).find(({ Action }) => names(Action, 'dynamodb:Put'));
      if (write) delete write.Condition;
    },
  },
  {
    title: 'log lines are sent only after the rights to send and to write them, which AWS tries at once',
    faults: (template) =>
      ['AWS::Logs::SubscriptionFilter', 'AWS::KinesisFirehose::DeliveryStream']
        .flatMap((type) => ofType(template, type))
        .filter(([, { Properties, DependsOn = [] }]) => {
          const [, role = ''] =
            /"RoleA(?:rn|RN)":\{"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(Properties)) ?? [];
          const own = ofType(template, 'AWS::IAM::Policy').filter(([, one]) =>
            names(one.Properties['Roles'], `"${role}"`),
          );
          return own.length === 0 || own.some(([policy]) => !list(DependsOn).includes(policy));
        })
        .map(([id]) => id),
    breakIt: (template) => {
      Object.assign(first(template, 'AWS::Logs::SubscriptionFilter'), { DependsOn: [] });
    },
  },
  {
    title: 'alarms watch that lines reach their files, and that they are counted',
    faults: (template) =>
      ['usagelate', 'usagestalled', 'usagelost'].filter(
        (kind) => !ofType(template, 'AWS::CloudWatch::Alarm').some(([id]) => id.includes(kind)),
      ),
    breakIt: (template) => {
      const id = named(template, /usagelate/);
      template.Resources = Object.fromEntries(
        Object.entries(template.Resources).filter(([name]) => name !== id),
      );
    },
  },
];
