import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

import type { Stage } from './stage.ts';

export interface AlarmProps {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly description: string;
  /** The thing that it watches, if the kind has several. */
  readonly of?: string;
  /** Makes it ring below the threshold. Without it, the alarm rings at the threshold and above. */
  readonly below?: true;
  /** Makes it ring also if the metric is missing. */
  readonly missing?: true;
}

/** Lets an AWS service of this account publish on a topic. */
export function allowToPublish(topic: Topic, service: string): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      principals: [new ServicePrincipal(service)],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}

/** Adds the topic of the alarms of a stage. */
export function addAlarmTopic(scope: Construct, { alarmEmail }: Stage): Topic {
  const topic = new Topic(scope, 'Alarms', { enforceSSL: true });
  // The policy against plain HTTP replaces the topic's default policy, which lets CloudWatch publish.
  allowToPublish(topic, 'cloudwatch.amazonaws.com');
  if (alarmEmail !== null) topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}

/** Alarms of a stage, which are sent to its topic. */
export class Alarms {
  readonly #topic: ITopic;
  readonly #scope: Construct;
  readonly #stage: Stage;
  readonly #alarms = new Map<string, Alarm>();

  constructor(scope: Construct, stage: Stage, topic: ITopic) {
    this.#scope = scope;
    this.#stage = stage;
    this.#topic = topic;
  }

  /** Adds an alarm of a kind. docs/operate.md has a section for each kind. */
  add(kind: string, { metric, threshold, description, of, below, missing }: AlarmProps): void {
    const name = of === undefined ? kind : `${of}-${kind}`;
    const alarm = new Alarm(this.#scope, name, {
      alarmName: `tenantql-${this.#stage.name}-${name}`,
      alarmDescription: `${description} See docs/operate.md, "${kind}".`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    this.#alarms.set(name, alarm);
  }

  /** Returns an alarm by the thing that it watches and its kind: `graphql-errors`. */
  get(name: string): Alarm {
    const alarm = this.#alarms.get(name);
    if (!alarm) throw new Error(`There is no alarm "${name}".`);
    return alarm;
  }
}
