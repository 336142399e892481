import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { TTL } from '../../../src/store/index.ts';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, list, named, names, same, type Statement } from './claim.ts';
import { schemaOf } from './resource-schemas.ts';

/** The headings of docs/operate.md. */
const SECTIONS = readFileSync(join(__dirname, '../../../docs/operate.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^#+ (.+)$/.exec(line)?.[1] ?? []);

/** Returns true if the policy of a topic lets a service publish. A topic without a policy has SNS's own, which does. */
function mayPublish(template: Template, topic: unknown, service: string): boolean {
  const of = ofType(template, 'AWS::SNS::TopicPolicy').filter(([, { Properties }]) =>
    names(Properties['Topics'], JSON.stringify(topic)),
  );
  const statements = of.flatMap(
    ([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
  );
  return (
    of.length === 0 ||
    statements.some(
      ({ Effect, Action, Principal }) =>
        Effect === 'Allow' && list(Action).includes('sns:Publish') && names(Principal, service),
    )
  );
}

/** Returns true if a variable has the name of a secret, and is not the ARN by which the function reads one. */
function isSecret(template: Template, name: string, value: unknown): boolean {
  const { Ref = '' } = (value ?? {}) as { Ref?: string };
  return (
    /SECRET|PASSWORD|TOKEN/.test(name) &&
    (!name.endsWith('_ARN') || template.Resources[Ref]?.Type !== 'AWS::SecretsManager::Secret')
  );
}

/** Returns the topics that a budget notifies. */
function subscribersOf(properties: Record<string, unknown>): unknown[] {
  const notifications = properties['NotificationsWithSubscribers'] as {
    Subscribers: { Address: unknown }[];
  }[];
  return notifications.flatMap(({ Subscribers }) => Subscribers.map(({ Address }) => Address));
}

/** Returns what an alarm counts: the metrics of AWS that it looks at, and the filters of logs behind those of ours. */
function countedOf(template: Template, alarm: string): unknown[] {
  const parts = (template.Resources[alarm]?.Properties['Metrics'] ?? []) as {
    readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
  }[];
  return parts.flatMap(({ MetricStat }) => {
    if (!MetricStat) return [];
    const { Metric } = MetricStat;
    const filters = ofType(template, 'AWS::Logs::MetricFilter').filter(([, { Properties }]) =>
      names(Properties['MetricTransformations'], `"${Metric.MetricName}"`),
    );
    return filters.length > 0 ? filters.map(([, { Properties }]) => Properties['FilterPattern']) : [Metric];
  });
}

/** Claims about operation: backups, logs, alarms, deployments. */
export const operation: readonly Claim[] = [
  {
    title: 'every table is encrypted with a KMS key, and can be restored if it keeps data',
    faults: (template) =>
      ofType(template, 'AWS::DynamoDB::GlobalTable').flatMap(([id, { Properties }]) => {
        const [replica] = Properties['Replicas'] as Record<string, unknown>[];
        return [
          ...(names(replica?.['PointInTimeRecoverySpecification'], 'true') || id.startsWith('DataRealtime')
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
    title: 'no variable of a function is a secret, and every function uses a supported runtime',
    faults: (template) =>
      ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => [
        ...(/nodejs(22|24)\.x/.test(String(Properties['Runtime']))
          ? []
          : [`${id}: ${String(Properties['Runtime'])}`]),
        ...Object.entries((Properties['Environment'] as { Variables: Record<string, unknown> }).Variables)
          .filter(([name, value]) => names(value, 'resolve:') || isSecret(template, name, value))
          .map(([name]) => `${id}: ${name}`),
      ]),
    breakIt: (template) => {
      const { Variables } = first(template, 'AWS::Lambda::Function', /^graphql/).Properties[
        'Environment'
      ] as {
        Variables: Record<string, unknown>;
      };
      Variables['CURSOR_SECRET'] = '{{resolve:secretsmanager:cursors}}';
    },
  },
  {
    title: 'the TTL attribute of the tables is the one that the store writes',
    faults: (template) =>
      ofType(template, 'AWS::DynamoDB::GlobalTable')
        .filter(
          ([, { Properties }]) =>
            !same(Properties['TimeToLiveSpecification'], `{"AttributeName":"${TTL}","Enabled":true}`),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::DynamoDB::GlobalTable').Properties['TimeToLiveSpecification'];
    },
  },
  {
    title: 'keys are rotated',
    faults: (template) =>
      ofType(template, 'AWS::KMS::Key')
        .filter(([, { Properties }]) => Properties['EnableKeyRotation'] !== true)
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::KMS::Key').Properties['EnableKeyRotation'];
    },
  },
  {
    title: 'every function has its own log group',
    faults: (template) => {
      const logs = ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) =>
        JSON.stringify((Properties['LoggingConfig'] as { LogGroup?: unknown } | undefined)?.LogGroup ?? null),
      );
      return logs.filter((log, place) => log === 'null' || logs.indexOf(log) !== place);
    },
    breakIt: (template) => {
      delete first(template, 'AWS::Lambda::Function').Properties['LoggingConfig'];
    },
  },
  {
    title: 'every log group has a retention time',
    faults: (template) =>
      ofType(template, 'AWS::Logs::LogGroup')
        .filter(([, { Properties }]) => typeof Properties['RetentionInDays'] !== 'number')
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::Logs::LogGroup').Properties['RetentionInDays'];
    },
  },
  {
    title: 'every alarm has an action and a section in docs/operate.md',
    faults: (template) =>
      ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) => {
        const section = /docs\/operate\.md, "(.+)"\.$/.exec(String(Properties['AlarmDescription']))?.[1];
        return [
          ...(list(Properties['AlarmActions'] ?? []).length > 0 ? [] : [`${id}: no action`]),
          ...(section !== undefined && SECTIONS.includes(section)
            ? []
            : [`${id}: no section ${String(section)}`]),
        ];
      }),
    breakIt: (template) => {
      first(template, 'AWS::CloudWatch::Alarm').Properties['AlarmDescription'] =
        'See docs/operate.md, "nowhere".';
    },
  },
  {
    title: 'every topic lets those publish that send to it: alarms and budgets',
    faults: (template) => [
      ...ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) =>
        list(Properties['AlarmActions'] ?? [])
          .filter((topic) => !mayPublish(template, topic, 'cloudwatch.amazonaws.com'))
          .map(() => `${id}: its topic refuses it`),
      ),
      ...ofType(template, 'AWS::Budgets::Budget').flatMap(([id, { Properties }]) =>
        subscribersOf(Properties)
          .filter((topic) => !mayPublish(template, topic, 'budgets.amazonaws.com'))
          .map(() => `${id}: its topic refuses it`),
      ),
    ],
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::SNS::TopicPolicy');
      const document = Properties['PolicyDocument'] as { Statement: Statement[] };
      document.Statement = document.Statement.filter(
        (one) => !names(one.Principal, 'cloudwatch.amazonaws.com'),
      );
    },
  },
  {
    title: 'the topic of alarms has a subscriber if the stage names one',
    faults: (template) =>
      ofType(template, 'AWS::SNS::Topic')
        .filter(
          ([id]) => !ofType(template, 'AWS::SNS::Subscription').some(([, one]) => names(one.Properties, id)),
        )
        .map(([id]) => id),
    ofWatched: true,
    breakIt: (template) => {
      for (const [, one] of ofType(template, 'AWS::SNS::Subscription'))
        one.Properties['TopicArn'] = 'another';
    },
  },
  {
    ofKept: true,
    title: 'a failed first deployment leaves nothing behind, and nothing else deletes data',
    faults: (template) =>
      Object.entries(template.Resources)
        .filter(
          ([, { DeletionPolicy = 'Delete' }]) => !['Delete', 'RetainExceptOnCreate'].includes(DeletionPolicy),
        )
        .map(([id, { DeletionPolicy }]) => `${id}: ${String(DeletionPolicy)}`),
    breakIt: (template) => {
      Object.assign(first(template, 'AWS::DynamoDB::GlobalTable'), { DeletionPolicy: 'Retain' });
    },
  },
  {
    ofKept: true,
    title: 'only a table of a silo has a fixed name among what is kept, so that a stage can be made again',
    faults: (template) =>
      Object.entries(template.Resources)
        .filter(
          ([id, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete' && !id.startsWith('Silo'),
        )
        .filter(([, { Type, Properties }]) =>
          schemaOf(Type)?.primaryIdentifier?.some((name) => typeof Properties[name] === 'string'),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::S3::Bucket').Properties['BucketName'] = 'files';
    },
  },
  {
    title: 'the firewall logs what it blocks, without tokens, paths and queries, for a limited time',
    faults: (template) =>
      ofType(template, 'AWS::WAFv2::WebACL')
        .filter(
          ([id]) =>
            !ofType(template, 'AWS::WAFv2::LoggingConfiguration').some(
              ([, { Properties }]) =>
                names(Properties['ResourceArn'], `"${id}"`) &&
                same(
                  Properties['RedactedFields'],
                  '[{"SingleHeader":{"Name":"authorization"}},{"UriPath":{}},{"QueryString":{}}]',
                ) &&
                names(Properties['LogDestinationConfigs'], 'FirewallLog') &&
                !names(Properties['LogDestinationConfigs'], ':*'),
            ),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::WAFv2::LoggingConfiguration').Properties['RedactedFields'];
    },
  },
  {
    title: 'a call that IAM denies rings in every function, whatever the service calls the error',
    faults: (template) =>
      ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
        const { LogGroup } = Properties['LoggingConfig'] as { LogGroup: unknown };
        const patterns = ofType(template, 'AWS::Logs::MetricFilter')
          .filter(([, filter]) => same(filter.Properties['LogGroupName'], JSON.stringify(LogGroup)))
          .map(([, filter]) => String(filter.Properties['FilterPattern']));
        return ['"isolation alarm"', '"AccessDenied"', '"AccessDeniedException"']
          .filter((error) => !patterns.some((pattern) => pattern.includes(error)))
          .map((error) => `${id}: ${error}`);
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Logs::MetricFilter', /isolation/);
      Properties['FilterPattern'] = '{ $.message = "isolation alarm" }';
    },
  },
  {
    title: 'alarms on errors count a share of the calls, which does not grow with the traffic',
    faults: (template) =>
      ofType(template, 'AWS::CloudWatch::Alarm')
        .filter(([id]) => /(errors|failures|throttles)[0-9A-F]{8}$/.test(id) && !/table/.test(id))
        .filter(
          ([, { Properties }]) =>
            Properties['Statistic'] !== 'Average' &&
            !names(Properties['Metrics'], '100 * FILL(bad, 0) / SUM('),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      const alarm = first(template, 'AWS::CloudWatch::Alarm', /graphqlerrors/).Properties;
      delete alarm['Metrics'];
      Object.assign(alarm, { MetricName: 'Errors', Namespace: 'AWS/Lambda', Statistic: 'Sum' });
    },
  },
  {
    title: 'no metric without data silences an alarm that other metrics of its expression would ring',
    faults: (template) =>
      ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) => {
        const parts = (Properties['Metrics'] ?? []) as readonly { Id: string; Expression?: string }[];
        const [expression = ''] = parts.flatMap(({ Expression }) => Expression ?? []);
        return parts
          .filter((part) => part.Expression === undefined && !expression.includes(`FILL(${part.Id}, 0)`))
          .map((part) => `${id}: ${part.Id}`);
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Alarm', /^Monitoringfailures/);
      for (const part of Properties['Metrics'] as { Expression?: string }[])
        if (part.Expression !== undefined) part.Expression = '100 * FILL(bad, 0) / (all0 + all1)';
    },
  },
  {
    ofKept: true,
    title: 'a new version is rolled back by its own errors alone',
    faults: (template) =>
      ofType(template, 'AWS::CodeDeploy::DeploymentGroup').flatMap(([group, { Properties }]) => {
        const { Alarms } = Properties['AlarmConfiguration'] as { Alarms: { Name: { Ref: string } }[] };
        return Alarms.filter(({ Name }) => {
          const metrics = template.Resources[Name.Ref]?.Properties['Metrics'];
          return !names(metrics, 'ExecutedVersion') || !names(metrics, 'CurrentVersion');
        }).map(({ Name }) => `${group}: ${Name.Ref}`);
      }),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CodeDeploy::DeploymentGroup');
      const { Alarms } = Properties['AlarmConfiguration'] as { Alarms: { Name: unknown }[] };
      Alarms.push({ Name: { Ref: named(template, /^Monitoringfailures/) } });
    },
  },
  {
    ofKept: true,
    title: 'whatever rolls a new version back is counted of that version',
    faults: (template) =>
      ofType(template, 'AWS::CodeDeploy::DeploymentGroup').flatMap(([group, { Properties }]) => {
        const { Alarms } = Properties['AlarmConfiguration'] as { Alarms: { Name: { Ref: string } }[] };
        return Alarms.flatMap(({ Name }) => countedOf(template, Name.Ref))
          .filter((counted) => !names(counted, 'CurrentVersion'))
          .map((counted) => `${group}: ${JSON.stringify(counted)}`);
      }),
    breakIt: (template) => {
      first(template, 'AWS::Logs::MetricFilter', /graphqlnewversion/).Properties['FilterPattern'] =
        '{ $.Failures > 0 }';
    },
  },
  {
    ofKept: true,
    title: 'a function that serves requests is deployed gradually, and an alarm rolls it back',
    faults: (template) =>
      ['graphql', 'authorizer', 'operator', 'operatorauthorizer', 'socket']
        .map(
          (name) =>
            [
              name,
              ofType(template, 'AWS::Lambda::Alias').find(([id]) => id.startsWith(`${name}Live`)),
            ] as const,
        )
        .filter(([, alias]) => {
          const group = ofType(template, 'AWS::CodeDeploy::DeploymentGroup').find(([id]) =>
            names((alias?.[1] as { UpdatePolicy?: unknown } | undefined)?.UpdatePolicy, id),
          );
          return (
            !names(group?.[1].Properties['AlarmConfiguration'], '"Enabled":true') ||
            !names(group?.[1].Properties['AutoRollbackConfiguration'], 'DEPLOYMENT_STOP_ON_ALARM')
          );
        })
        .map(([name]) => name),
    breakIt: (template) => {
      delete first(template, 'AWS::CodeDeploy::DeploymentGroup').Properties['AlarmConfiguration'];
    },
  },
];
