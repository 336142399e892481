import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { TTL } from '../../../src/store/index.ts';
import { ofType } from '../synthesise.ts';
import { type Claim, first, list, names, same } from './claim.ts';

/** The headings of the page on operation. */
const SECTIONS = readFileSync(join(__dirname, '../../../docs/operate.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^#+ (.+)$/.exec(line)?.[1] ?? []);

/** What keeps the system running, and what it may not lose. */
export const operation: readonly Claim[] = [
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
    title: 'expired items go by the attribute that the store writes',
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
    title: 'every function logs into a log of its own',
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
    title: 'no log is kept for ever',
    faults: (template) =>
      ofType(template, 'AWS::Logs::LogGroup')
        .filter(([, { Properties }]) => typeof Properties['RetentionInDays'] !== 'number')
        .map(([id]) => id),
    breakIt: (template) => {
      delete first(template, 'AWS::Logs::LogGroup').Properties['RetentionInDays'];
    },
  },
  {
    title: 'every alarm is sent to someone, and its section stands in docs/operate.md',
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
    title: 'jobs run every minute, one at a time, and a call that finds them busy is dropped',
    faults: (template) => [
      ...(first(template, 'AWS::Lambda::Function', /^jobs/).Properties['ReservedConcurrentExecutions'] === 1
        ? []
        : ['several']),
      ...(first(template, 'AWS::Events::Rule').Properties['ScheduleExpression'] === 'rate(1 minute)'
        ? []
        : ['seldom']),
      ...(names(first(template, 'AWS::Events::Rule').Properties['Targets'], '"Input":"{}"')
        ? []
        : ['an event']),
      ...(first(template, 'AWS::Lambda::EventInvokeConfig', /^jobs/).Properties['MaximumRetryAttempts'] === 0
        ? []
        : ['again']),
    ],
    breakIt: (template) => {
      delete first(template, 'AWS::Lambda::Function', /^jobs/).Properties['ReservedConcurrentExecutions'];
    },
  },
  {
    ofKept: true,
    title: 'a new version of what serves requests takes over gradually, and an alarm brings the old one back',
    faults: (template) =>
      ['graphql', 'authorizer', 'operator', 'operatorauthorizer']
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
