import { evaluate } from '../../../src/local-cloud/iam/index.ts';
import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, named, names, policies, same, statementsOf } from './claim.ts';
import { TABLES, tenantPolicies } from './tenant-policies.ts';

/** The types of messages that clients wait for an answer to, and all routes. */
const ANSWERED = ['connection_init', 'ping', 'start', 'subscribe'];
const ROUTES = ['$connect', '$default', '$disconnect', ...ANSWERED];

const isOfSockets = ([id]: readonly [string, unknown]): boolean => id.startsWith('Sockets');
const routesOf = (template: Template): [string, Resource][] =>
  ofType(template, 'AWS::ApiGatewayV2::Route').filter(isOfSockets);
const stageOf = (template: Template): Resource =>
  first(template, 'AWS::ApiGatewayV2::Stage', /^SocketsStage/);
const tableOf = (template: Template): Resource =>
  first(template, 'AWS::DynamoDB::GlobalTable', /^DataRealtime/);

/** A part of what an alarm looks at. */
interface AlarmMetric {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
}

/** The functions that need a variable of real time. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  REALTIME_TABLE: ['changes', 'socket', 'work'],
  SOCKET_ENDPOINT: ['changes', 'socket'],
};

const variablesOf = (template: Template, name: string): Record<string, unknown> =>
  (
    first(template, 'AWS::Lambda::Function', new RegExp(`^${name}Function`)).Properties['Environment'] as {
      Variables: Record<string, unknown>;
    }
  ).Variables;

/** The address by which API Gateway takes posts to connections, without the region. */
const POSTED =
  /^\{"Fn::Join":\["",\["https:\/\/",\{"Ref":"SocketsApi\w+"\},"\.execute-api\.[a-z0-9-]+\.",\{"Ref":"AWS::URLSuffix"\},"\/realtime"\]\]\}$/;

/** Claims about the WebSocket API, its table, and what the functions may do with both. */
export const sockets: readonly Claim[] = [
  {
    title:
      'each message of a client reaches the function "socket" by its type, or by the route of all others',
    faults: (template) => {
      const keys = routesOf(template).map(([, { Properties }]) => String(Properties['RouteKey']));
      const integrations = ofType(template, 'AWS::ApiGatewayV2::Integration').filter(isOfSockets);
      const { RouteSelectionExpression } = first(template, 'AWS::ApiGatewayV2::Api', /^Sockets/).Properties;
      return [
        ...(same(keys.sort(), JSON.stringify([...ROUTES].sort())) ? [] : [keys.join()]),
        ...(RouteSelectionExpression === '$request.body.type' ? [] : [String(RouteSelectionExpression)]),
        ...integrations
          .filter(([, { Properties }]) => !names(Properties['IntegrationUri'], '"socketLive'))
          .map(([id]) => id),
      ];
    },
    breakIt: (template) => {
      Reflect.deleteProperty(template.Resources, named(template, /^SocketsApidefaultRoute[0-9A-F]{8}$/));
    },
  },
  {
    title:
      'the gateway sends the answer of the function to the messages that a client waits for, and to no other',
    faults: (template) =>
      routesOf(template)
        .filter(([id, { Properties }]) => {
          const answered = ofType(template, 'AWS::ApiGatewayV2::RouteResponse').some(
            ([, response]) =>
              names(response.Properties['RouteId'], `"${id}"`) &&
              response.Properties['RouteResponseKey'] === '$default',
          );
          const expected = ANSWERED.includes(String(Properties['RouteKey']));
          return (
            answered !== expected ||
            (Properties['RouteResponseSelectionExpression'] === '$default') !== expected
          );
        })
        .map(([id]) => id),
    breakIt: (template) => {
      Reflect.deleteProperty(template.Resources, named(template, /^SocketsApistartRouteResponse/));
    },
  },
  {
    title: 'the stage of the sockets deploys its routes itself, and throttles connects and messages',
    faults: (template) => {
      const { AutoDeploy, DefaultRouteSettings, StageName } = stageOf(template).Properties;
      const { ThrottlingRateLimit, ThrottlingBurstLimit } = (DefaultRouteSettings ?? {}) as Record<
        string,
        number
      >;
      return [
        ...(AutoDeploy === true ? [] : ['no deployment']),
        ...(StageName === 'realtime' ? [] : [String(StageName)]),
        ...(Number(ThrottlingRateLimit) > 0 && Number(ThrottlingBurstLimit) > 0 ? [] : ['no throttle']),
      ];
    },
    breakIt: (template) => {
      delete stageOf(template).Properties['DefaultRouteSettings'];
    },
  },
  {
    title: 'the log of the sockets holds no header, query or body, in which clients send tokens',
    faults: (template) => {
      const { AccessLogSettings } = stageOf(template).Properties as {
        readonly AccessLogSettings?: { readonly Format: string; readonly DestinationArn: unknown };
      };
      const values = Object.values(JSON.parse(AccessLogSettings?.Format ?? '{}') as Record<string, string>);
      return [
        ...(values.length === 0 ? ['no log'] : []),
        ...values.filter((value) => /header|query|body|path|authorizer|message/i.test(value)),
      ];
    },
    breakIt: (template) => {
      const settings = stageOf(template).Properties['AccessLogSettings'] as { Format: string };
      settings.Format = '{"token":"$context.request.header.sec-websocket-protocol"}';
    },
  },
  {
    title: 'only "socket" and "changes" may post to connections and close them, and those of this API alone',
    faults: (template) =>
      policies(template).flatMap(({ role, statements }) => {
        const found = statements.filter(({ Action }) => names(Action, 'execute-api:'));
        const resources = found.flatMap(({ Resource }) => list(Resource)).map((one) => JSON.stringify(one));
        const wanted = /"(socket|changes)Role/.test(role) ? ['POST', 'DELETE'] : [];
        return resources.length === wanted.length &&
          wanted.every((method, at) =>
            new RegExp(`\\{"Ref":"SocketsApi\\w+"\\},"/realtime/${method}/@connections/\\*"`).test(
              resources[at] ?? '',
            ),
          ) &&
          found.every(({ Action }) => same(Action, '"execute-api:ManageConnections"'))
          ? []
          : [role];
      }),
    breakIt: (template) => {
      const post = statementsOf(template, /"socketRole/).find(({ Action }) => names(Action, 'execute-api:'));
      if (post) post.Resource = 'arn:aws:execute-api:eu-central-1:111122223333:*/*/POST/@connections/*';
    },
  },
  {
    title: "a function's own role reaches the records of connections and nothing of a tenant in their table",
    faults: (template) =>
      policies(template)
        .filter(({ role }) => !role.includes('TenantRole'))
        .flatMap(({ role, statements }) =>
          statements
            .filter(({ Resource }) => names(Resource, '"DataRealtime'))
            .filter(
              ({ Condition }) =>
                !/"(socket|changes)Role/.test(role) ||
                !same(Condition?.['ForAllValues:StringLike'], '{"dynamodb:LeadingKeys":["C#*"]}') ||
                !same(Condition?.['Null'], '{"dynamodb:LeadingKeys":"false"}'),
            )
            .map(() => role),
        ),
    breakIt: (template) => {
      const own = statementsOf(template, /"changesRole/).find(({ Resource }) =>
        names(Resource, '"DataRealtime'),
      );
      delete own?.Condition?.['Null'];
    },
  },
  {
    title:
      'a session of a tenant reaches the subscriptions of this tenant, and neither those of another nor connections',
    faults: (template) => {
      const table = `${TABLES}${named(template, /^DataRealtime/)}`;
      const asked = ['T#acme#SUB', 'T#acme-2#SUB', 'T#globex#SUB', 'T##SUB', 'T#*#SUB', 'C#1'].flatMap(
        (key) => ['acme', '', null].map((session) => ({ key, session })),
      );
      return asked
        .filter(({ key, session }) => {
          const verdict = evaluate(tenantPolicies(template), {
            action: 'dynamodb:Query',
            resource: table,
            context: {
              'dynamodb:LeadingKeys': [key],
              ...(session !== null && { 'aws:PrincipalTag/TenantId': session }),
            },
          });
          return (verdict === 'allowed') !== (key === 'T#acme#SUB' && session === 'acme');
        })
        .map(({ key, session }) => `${String(session)} asks for ${key}`);
    },
    breakIt: (template) => {
      const [rows] = statementsOf(template, /TenantRole/);
      if (rows?.Condition) rows.Condition = { Null: rows.Condition['Null'] ?? {} };
    },
  },
  {
    title:
      'the table of the sockets is paid by request, has no stream and no copies, and goes with its stage',
    faults: (template) => {
      const { Properties, DeletionPolicy } = tableOf(template);
      const [replica] = Properties['Replicas'] as Record<string, unknown>[];
      return [
        ...(Properties['BillingMode'] === 'PAY_PER_REQUEST' ? [] : ['not paid by request']),
        ...(Properties['StreamSpecification'] === undefined ? [] : ['a stream']),
        ...(names(replica?.['PointInTimeRecoverySpecification'], 'true') ? ['copies'] : []),
        ...(DeletionPolicy === 'Delete' && replica?.['DeletionProtectionEnabled'] !== true
          ? []
          : ['is kept']),
      ];
    },
    breakIt: (template) => {
      const [replica] = tableOf(template).Properties['Replicas'] as Record<string, unknown>[];
      if (replica) replica['PointInTimeRecoverySpecification'] = { PointInTimeRecoveryEnabled: true };
    },
  },
  {
    title:
      'the functions know the table of the sockets, and the address of AWS by which connections take posts',
    faults: (template) =>
      Object.entries(VARIABLES).flatMap(([variable, functions]) =>
        functions
          .map((name) => [name, JSON.stringify(variablesOf(template, name)[variable] ?? null)] as const)
          .filter(([, value]) =>
            variable === 'REALTIME_TABLE'
              ? !/^\{"Ref":"DataRealtime\w+"\}$/.test(value)
              : !POSTED.test(value),
          )
          .map(([name, value]) => `${name}: ${variable} is ${value}`),
      ),
    breakIt: (template) => {
      // The custom domain of the sockets takes no posts.
      variablesOf(template, 'changes')['SOCKET_ENDPOINT'] = 'https://live.example.com/realtime';
    },
  },
  {
    title: 'a schedule calls "socket" each minute to keep sockets alive, and repeats no call',
    faults: (template) => {
      const rules = ofType(template, 'AWS::Events::Rule').filter(([, { Properties }]) =>
        names(Properties['Targets'], '"socketLive'),
      );
      const wrong = rules.filter(([, { Properties }]) => {
        const [target] = list(Properties['Targets']) as { Input?: string; RetryPolicy?: unknown }[];
        return (
          Properties['ScheduleExpression'] !== 'rate(1 minute)' ||
          target?.Input !== '{}' ||
          !names(target.RetryPolicy, '"MaximumRetryAttempts":0')
        );
      });
      return rules.length === 1 ? wrong.map(([id]) => id) : [`${rules.length} schedules`];
    },
    breakIt: (template) => {
      first(template, 'AWS::Events::Rule', /LiveSockets/).Properties['ScheduleExpression'] =
        'rate(10 minutes)';
    },
  },
  {
    title: 'a call of a schedule that the next one makes good is repeated by neither the schedule nor Lambda',
    faults: (template) =>
      ['socketLive', 'workLive'].flatMap((alias) => {
        const id = named(template, new RegExp(`^${alias}[0-9A-F]{8}$`));
        const [target] = ofType(template, 'AWS::Events::Rule')
          .flatMap(([, { Properties }]) => list(Properties['Targets']))
          .filter((one) => names(one, `"${id}"`));
        const retries = ofType(template, 'AWS::Lambda::EventInvokeConfig')
          .filter(([, { Properties }]) => names(Properties['Qualifier'], `"${id}"`))
          .map(([, { Properties }]) => Properties['MaximumRetryAttempts']);
        return [
          ...(names(target, '"MaximumRetryAttempts":0') ? [] : [`${alias}: the schedule repeats it`]),
          ...(same(retries, '[0]') ? [] : [`${alias}: Lambda repeats it`]),
        ];
      }),
    breakIt: (template) => {
      first(template, 'AWS::Lambda::EventInvokeConfig', /^work/).Properties['MaximumRetryAttempts'] = 2;
    },
  },
  {
    title: "a custom domain of the sockets has the path of AWS's address, and carries no other API",
    faults: (template) =>
      ofType(template, 'AWS::ApiGatewayV2::ApiMapping')
        .filter(isOfSockets)
        .filter(([id, { Properties }]) => {
          const domain = JSON.stringify(Properties['DomainName']);
          const others = [
            ...ofType(template, 'AWS::ApiGatewayV2::ApiMapping'),
            ...ofType(template, 'AWS::ApiGateway::BasePathMapping'),
          ].filter(([other, one]) => other !== id && names(one.Properties['DomainName'], domain));
          return Properties['ApiMappingKey'] !== 'realtime' || others.length > 0;
        })
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::ApiGatewayV2::ApiMapping', /^Sockets/).Properties['ApiMappingKey'];
    },
  },
  {
    title: 'the alarm on late events looks at the oldest change that waits, and rings within minutes',
    faults: (template) => {
      const { MetricName, Statistic, Threshold, Period, Dimensions } = first(
        template,
        'AWS::CloudWatch::Alarm',
        /^Monitoringchangeslate/,
      ).Properties;
      return [
        ...(MetricName === 'IteratorAge' && Statistic === 'Maximum' ? [] : [String(MetricName)]),
        ...(names(Dimensions, '"changesFunction') ? [] : ['of another function']),
        ...(Number(Threshold) <= 120_000 && Number(Period) <= 300 ? [] : [`${String(Threshold)} ms`]),
      ];
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Alarm', /^Monitoringchangeslate/);
      // As it would be in seconds, the unit of other ages.
      Properties['Threshold'] = 600_000;
    },
  },
  {
    title:
      'the alarm on connections that are gone looks at their share of the frames, once these are many enough',
    faults: (template) => {
      const { Metrics, Threshold } = first(template, 'AWS::CloudWatch::Alarm', /^Monitoringframesgone/)
        .Properties as { readonly Metrics: readonly AlarmMetric[]; readonly Threshold: number };
      const counted = Object.fromEntries(
        Metrics.map(({ Id, MetricStat }) => [Id, MetricStat?.Metric.MetricName]),
      );
      const expressions = Metrics.flatMap(({ Expression }) => Expression ?? []);
      return [
        ...(counted['gone'] === 'FramesGone' && counted['posted'] === 'FramesPosted'
          ? []
          : [JSON.stringify(counted)]),
        ...expressions.filter(
          (one) =>
            !/^IF\(FILL\(posted, 0\) >= \d+, 100 \* FILL\(gone, 0\) \/ FILL\(posted, 0\), 0\)$/.test(one),
        ),
        ...(Threshold > 0 && Threshold <= 50 ? [] : [`${Threshold} percent`]),
      ];
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Alarm', /^Monitoringframesgone/);
      // One of one frame would ring.
      for (const one of Properties['Metrics'] as { Expression?: string }[])
        if (one.Expression !== undefined) one.Expression = '100 * FILL(gone, 0) / FILL(posted, 0)';
    },
  },
  {
    title:
      'alarms watch events that are late, connections that are gone, and messages that the function does not get',
    faults: (template) =>
      ['changeslate', 'framesgone', 'socketsgatewayerrors', 'socketerrors', 'changesdeadletters'].filter(
        (kind) =>
          !ofType(template, 'AWS::CloudWatch::Alarm').some(([id]) => id.startsWith(`Monitoring${kind}`)),
      ),
    breakIt: (template) => {
      Reflect.deleteProperty(template.Resources, named(template, /^Monitoringframesgone/));
    },
  },
];
