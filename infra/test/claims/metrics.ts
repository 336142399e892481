import { METRICS } from '../../../src/server/metrics.ts';
import { fixtureApp } from '../fixture-app.ts';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, names } from './claim.ts';

interface Watched {
  /** The alarm, filter or dashboard that names the metric. */
  readonly by: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const BY_TENANT = /tenant|user|request|path/i;

/** The prefix of our namespaces; all others belong to AWS. */
const OURS = 'TenantQL/';
/** The metrics that filters count from the log. */
const BY_FILTER = [
  'IsolationAlarms',
  ...['graphql', 'operator', 'socket'].map((name) => `${name}NewVersionFailures`),
];

/** The metrics of AWS's services that alarms look at, each with the dimensions under which its service publishes it. */
const OF_AWS = [
  ...['5XXError', 'Count', 'Latency'].map((name) => `AWS/ApiGateway ${name} by ApiName`),
  ...['5xx', 'Count', 'Latency', 'ConnectCount', 'ExecutionError', 'MessageCount'].map(
    (name) => `AWS/ApiGateway ${name} by ApiId`,
  ),
  'AWS/DynamoDB ThrottledRequests by Operation, TableName',
  'AWS/Firehose DeliveryToS3.DataFreshness by DeliveryStreamName',
  ...['Invocations', 'IteratorAge', 'Throttles'].map((name) => `AWS/Lambda ${name} by FunctionName`),
  ...['Errors', 'Invocations'].flatMap((name) => [
    `AWS/Lambda ${name} by FunctionName, Resource`,
    `AWS/Lambda ${name} by ExecutedVersion, FunctionName, Resource`,
  ]),
  'AWS/SNS NumberOfNotificationsFailed by TopicName',
  ...['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'].map(
    (name) => `AWS/SQS ${name} by QueueName`,
  ),
];

/** The metrics that count rounds: too few of them are an alarm. */
const ROUNDS = ['UsageRounds'];

/** The functions that write metrics. */
const COUNTING = ['graphql', 'operator', 'socket', 'changes', 'work', 'webhooks', 'meter'];

/** Claims about metrics, alarms and dashboards. */
export const metrics: readonly Claim[] = [
  {
    title: 'no metric has the tenant as a dimension, because each tenant would be billed as a metric',
    faults: (template) =>
      watched(template).flatMap(({ by, name, dimensions }) =>
        Object.keys(dimensions)
          .filter((dimension) => BY_TENANT.test(dimension))
          .map((dimension) => `${by}: ${name} by ${dimension}`),
      ),
    breakIt: (template) => {
      const [transformation] = first(template, 'AWS::Logs::MetricFilter').Properties[
        'MetricTransformations'
      ] as Record<string, unknown>[];
      if (transformation) transformation['Dimensions'] = [{ Key: 'tenantId', Value: '$.tenantId' }];
    },
  },
  {
    title: 'alarms and dashboards use only metrics of ours that exist, with their dimensions',
    faults: (template) =>
      watched(template)
        .filter(({ namespace, name }) => namespace.startsWith(OURS) && !BY_FILTER.includes(name))
        .filter(({ name, dimensions }) => {
          const metric = Object.entries(METRICS).find(([known]) => known === name)?.[1];
          const { tier, ...others } = dimensions;
          const known =
            tier === undefined ? metric?.by !== 'tier' : metric?.by !== 'stage' && tier in fixtureApp.plans;
          return !metric || !known || Object.keys(others).length > 0;
        })
        .map(({ by, name, dimensions }) => `${by}: ${name} ${JSON.stringify(dimensions)}`),
    breakIt: (template) => {
      failuresOf(template).MetricName = 'failures';
    },
  },
  {
    title: 'alarms look at metrics of AWS under the dimensions by which AWS publishes them',
    faults: (template) =>
      ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) =>
        alarmed(Properties)
          .filter(({ namespace }) => !namespace.startsWith(OURS))
          .map(
            ({ namespace, name, dimensions }) =>
              `${namespace} ${name} by ${Object.keys(dimensions).sort().join(', ')}`,
          )
          .filter((metric) => !OF_AWS.includes(metric))
          .map((metric) => `${id}: ${metric}`),
      ),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Alarm', /usagelate/);
      for (const dimension of Properties['Dimensions'] as { Name: string }[]) dimension.Name = 'StreamName';
    },
  },
  {
    title: 'the functions write metrics to the namespace that alarms and dashboards read',
    faults: (template) => {
      const looked = new Set(
        watched(template).flatMap(({ namespace }) => (namespace.startsWith(OURS) ? [namespace] : [])),
      );
      return COUNTING.flatMap((name) => {
        const { Variables } = first(template, 'AWS::Lambda::Function', new RegExp(`^${name}Function`))
          .Properties['Environment'] as { Variables: Record<string, unknown> };
        const told = String(Variables['METRICS_NAMESPACE']);
        return looked.size === 1 && looked.has(told) ? [] : [`${name}: ${told}`];
      });
    },
    breakIt: (template) => {
      const { Variables } = first(template, 'AWS::Lambda::Function', /^workFunction/).Properties[
        'Environment'
      ] as { Variables: Record<string, unknown> };
      Variables['METRICS_NAMESPACE'] = 'TenantQL/other';
    },
  },
  {
    title:
      'the alarm on internal errors covers every status, requests without a tier, and a stage that sockets alone use',
    faults: (template) => {
      const { MetricName, Dimensions } = failuresOf(template);
      const { Metrics } = first(template, 'AWS::CloudWatch::Alarm', /^Monitoringfailures/).Properties;
      return [
        ...(MetricName === 'Failures' && Dimensions === undefined ? [] : [JSON.stringify(Dimensions)]),
        ...(names(Metrics, '"ConnectCount"') ? [] : ['no connects: without requests there is no share']),
      ];
    },
    breakIt: (template) => {
      failuresOf(template).Dimensions = [{ Name: 'tier', Value: 'enterprise' }];
    },
  },
  {
    title: 'alarms ring at their threshold and above, and those on rounds that must happen below it',
    faults: (template) =>
      ofType(template, 'AWS::CloudWatch::Alarm')
        .filter(
          ([, { Properties }]) =>
            Properties['ComparisonOperator'] !==
            (ROUNDS.includes(String(Properties['MetricName']))
              ? 'LessThanThreshold'
              : 'GreaterThanOrEqualToThreshold'),
        )
        .map(([id, { Properties }]) => `${id}: ${String(Properties['ComparisonOperator'])}`),
    breakIt: (template) => {
      first(template, 'AWS::CloudWatch::Alarm', /jobslate/).Properties['ComparisonOperator'] =
        'LessThanThreshold';
    },
  },
  {
    title: 'the alarm on jobs fires when a job waits for long or when there is no data',
    faults: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Alarm', /jobslate/);
      return Properties['MetricName'] === 'JobWait' && Properties['TreatMissingData'] === 'breaching'
        ? []
        : [`${String(Properties['MetricName'])}: ${String(Properties['TreatMissingData'])}`];
    },
    breakIt: (template) => {
      first(template, 'AWS::CloudWatch::Alarm', /jobslate/).Properties['TreatMissingData'] = 'notBreaching';
    },
  },
];

/** Returns the metric of the alarm on internal errors. */
function failuresOf(template: Template): { -readonly [Key in keyof Named]: Named[Key] } {
  const { Properties } = first(template, 'AWS::CloudWatch::Alarm', /^Monitoringfailures/);
  const parts = Properties['Metrics'] as {
    readonly Id: string;
    readonly MetricStat?: { readonly Metric: Named };
  }[];
  const found = parts.find(({ Id }) => Id === 'bad')?.MetricStat?.Metric;
  if (!found) throw new Error('The alarm on internal errors looks at no metric.');
  return found;
}

/** Returns every metric that an alarm, a dashboard or a filter names. */
function watched(template: Template): Watched[] {
  return [
    ...ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([by, { Properties }]) =>
      alarmed(Properties).map((metric) => ({ by, ...metric })),
    ),
    ...ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([by, { Properties }]) =>
      drawn(Properties['DashboardBody']).map((metric) => ({ by, ...metric })),
    ),
    ...ofType(template, 'AWS::Logs::MetricFilter').flatMap(([by, { Properties }]) =>
      (Properties['MetricTransformations'] as Made[]).map(
        ({ MetricNamespace, MetricName, Dimensions = [] }) => ({
          by,
          namespace: MetricNamespace,
          name: MetricName,
          dimensions: Object.fromEntries(Dimensions.map(({ Key, Value }) => [Key, Value])),
        }),
      ),
    ),
  ];
}

interface Made {
  readonly MetricNamespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Key: string; readonly Value: string }[];
}
interface Named {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

function alarmed(properties: Readonly<Record<string, unknown>>): Omit<Watched, 'by'>[] {
  const parts = (properties['Metrics'] ?? []) as { readonly MetricStat?: { readonly Metric: Named } }[];
  return [properties as Named, ...parts.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))]
    .filter(({ MetricName }) => MetricName !== undefined)
    .map(({ Namespace = '', MetricName = '', Dimensions = [] }) => ({
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
    }));
}

/** Returns the metrics in a dashboard body, which is text with CloudFormation references in it. */
function drawn(body: unknown): Omit<Watched, 'by'>[] {
  const [, parts] = (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : 'NAME')).join('');
  const { widgets } = JSON.parse(text) as {
    widgets: { properties: { metrics?: (string | object)[][] } }[];
  };
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map((metric) => {
      const [namespace = '', name = '', ...rest] = metric.filter((one) => typeof one === 'string');
      const dimensions: Record<string, string> = {};
      for (let n = 0; n + 1 < rest.length; n += 2) dimensions[rest[n] ?? ''] = rest[n + 1] ?? '';
      return { namespace, name, dimensions };
    });
}
