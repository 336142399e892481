import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, names, policies, type Statement } from './claim.ts';
import { streamsOf } from './streams.ts';

const DAY = 86_400;
/** AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS event source mapping". */
const TIMEOUTS = 6;

type Properties = Readonly<Record<string, unknown>>;
interface Redrive {
  readonly deadLetterTargetArn: unknown;
  readonly maxReceiveCount: number;
}

const queuesOf = (template: Template): [string, Resource][] => ofType(template, 'AWS::SQS::Queue');
const redriveOf = ({ RedrivePolicy }: Properties): Redrive | undefined =>
  RedrivePolicy as Redrive | undefined;

/** Returns the event sources of a template that are queues. */
function consumersOf(template: Template): [string, Resource][] {
  return ofType(template, 'AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) =>
    names(Properties['EventSourceArn'], '"Queues'),
  );
}

/** Returns the function of an event source, which names its alias. */
function functionOf(template: Template, { Properties }: Resource): Resource {
  const [, alias] =
    ofType(template, 'AWS::Lambda::Alias').find(([id]) => names(Properties['FunctionName'], `"${id}"`)) ?? [];
  const [, found] =
    ofType(template, 'AWS::Lambda::Function').find(([id]) =>
      names(alias?.Properties['FunctionName'], `"${id}"`),
    ) ?? [];
  if (!found) throw new Error('An event source calls no alias of a function.');
  return found;
}

/** Returns whether a queue gets what failed: of another queue, or of a stream. */
function isDead(template: Template, id: string): boolean {
  return (
    queuesOf(template).some(([, one]) => names(redriveOf(one.Properties)?.deadLetterTargetArn, `"${id}"`)) ||
    streamsOf(template).some(([, one]) => names(one['DestinationConfig'], `"${id}"`))
  );
}

function ringsAtOne(template: Template, id: string): boolean {
  return ofType(template, 'AWS::CloudWatch::Alarm').some(
    ([, { Properties }]) =>
      Properties['MetricName'] === 'ApproximateNumberOfMessagesVisible' &&
      Properties['Threshold'] === 1 &&
      names(Properties['Dimensions'], `"${id}"`),
  );
}

/** An event of a file waits while its tenant moves. */
const receivesOf = (id: string): number => (id.startsWith('QueuesFiles') ? 20 : 5);

/** The rights on queues and streams, by role: exactly what the code and Lambda's readers need. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  changes: [
    'dynamodb:DescribeStream,dynamodb:GetRecords,dynamodb:GetShardIterator,dynamodb:ListStreams on DataControl,DataTable,silos',
    'sqs:SendMessage on QueuesDeadChanges,QueuesWebhooks,QueuesWork',
  ],
  files: ['sqs:DeleteMessage,sqs:GetQueueAttributes,sqs:ReceiveMessage on QueuesFiles'],
  work: [
    'sqs:DeleteMessage,sqs:GetQueueAttributes,sqs:ReceiveMessage on QueuesWork',
    'sqs:SendMessage on QueuesWebhooks,QueuesWork',
  ],
  webhooks: [
    'sqs:DeleteMessage,sqs:GetQueueAttributes,sqs:ReceiveMessage on QueuesWebhooks',
    'sqs:SendMessage on QueuesWebhooks',
  ],
  meter: ['sqs:SendMessage on QueuesWork'],
};

function spelledRight({ Action, Resource }: Statement): string {
  const nameOf = (resource: unknown): string => {
    const [, id = ''] =
      /"Fn::GetAtt":\["([A-Za-z]+)[0-9A-F]{8}","(?:Stream)?Arn"\]/.exec(JSON.stringify(resource)) ?? [];
    return id === '' && /:table\/tenantql-[a-z]+-silo-\*\/stream\/\*"/.test(JSON.stringify(resource))
      ? 'silos'
      : id;
  };
  return `${list(Action).map(String).sort().join(',')} on ${list(Resource).map(nameOf).sort().join(',')}`;
}

/** Claims about the queues of background work, what fills and what empties them. */
export const queues: readonly Claim[] = [
  {
    title: 'every queue is encrypted and refuses plain HTTP',
    faults: (template) =>
      queuesOf(template)
        .filter(
          ([id, { Properties }]) =>
            Properties['SqsManagedSseEnabled'] !== true ||
            !ofType(template, 'AWS::SQS::QueuePolicy').some(
              ([, policy]) =>
                names(policy.Properties['Queues'], `"${id}"`) &&
                names(policy.Properties['PolicyDocument'], '"aws:SecureTransport":"false"'),
            ),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::SQS::QueuePolicy').Properties['PolicyDocument'] = { Statement: [] };
    },
  },
  {
    title: 'every queue with a reader has a queue for what fails, which keeps a message longer',
    faults: (template) =>
      queuesOf(template)
        .filter(([id]) => !isDead(template, id))
        .flatMap(([id, { Properties }]) => {
          const redrive = redriveOf(Properties);
          const [, dead] =
            queuesOf(template).find(([other]) => names(redrive?.deadLetterTargetArn, `"${other}"`)) ?? [];
          const kept = Number(dead?.Properties['MessageRetentionPeriod'] ?? 0);
          return redrive?.maxReceiveCount === receivesOf(id) &&
            kept > Number(Properties['MessageRetentionPeriod'])
            ? []
            : [`${id}: ${String(redrive?.maxReceiveCount)} receives, then kept ${kept} seconds`];
        }),
    breakIt: (template) => {
      delete first(template, 'AWS::SQS::Queue', /^QueuesWork/).Properties['RedrivePolicy'];
    },
  },
  {
    title: 'every queue of failures keeps a message for 14 days and has an alarm that rings at the first one',
    faults: (template) =>
      queuesOf(template)
        .filter(([id]) => isDead(template, id))
        .filter(
          ([id, { Properties }]) =>
            Properties['MessageRetentionPeriod'] !== 14 * DAY || !ringsAtOne(template, id),
        )
        .map(([id]) => id),
    breakIt: (template) => {
      first(template, 'AWS::CloudWatch::Alarm', /changesdeadletters/).Properties['Threshold'] = 2;
    },
  },
  {
    title:
      'a message is hidden for six times the timeout of its function, so that it is not done twice at once',
    faults: (template) =>
      consumersOf(template).flatMap(([id, consumer]) => {
        const [, queue] =
          queuesOf(template).find(([one]) => names(consumer.Properties['EventSourceArn'], `"${one}"`)) ?? [];
        const hidden = Number(queue?.Properties['VisibilityTimeout']);
        const timeout = Number(functionOf(template, consumer).Properties['Timeout']);
        return hidden >= TIMEOUTS * timeout ? [] : [`${id}: ${hidden} for ${timeout}`];
      }),
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function', /^workFunction/).Properties['Timeout'] = 900;
    },
  },
  {
    title: 'each message is worked on alone, by several copies at once but not by all of the account',
    faults: (template) =>
      consumersOf(template).flatMap(([id, consumer]) => {
        const { BatchSize, FunctionResponseTypes, ScalingConfig } = consumer.Properties;
        const most = Number(
          (ScalingConfig as { MaximumConcurrency?: number } | undefined)?.MaximumConcurrency,
        );
        return [
          ...(BatchSize === 1 ? [] : [`${String(BatchSize)} at once`]),
          ...(names(FunctionResponseTypes, 'ReportBatchItemFailures') ? [] : ['no report of items']),
          ...(most >= 2 && most <= 1000 ? [] : [`${most} copies`]),
          ...(functionOf(template, consumer).Properties['ReservedConcurrentExecutions'] === undefined
            ? []
            : ['reserved copies, which refuse messages']),
        ].map((fault) => `${id}: ${fault}`);
      }),
    breakIt: (template) => {
      delete first(template, 'AWS::Lambda::EventSourceMapping', /^EventSourceswork/).Properties[
        'ScalingConfig'
      ];
    },
  },
  {
    title:
      'only two schedules call work: for what is due, each quarter of an hour, and for slots, each minute; none names tenants',
    faults: (template) => {
      const rules = ofType(template, 'AWS::Events::Rule')
        .filter(([, { Properties }]) => names(Properties['Targets'], '"workLive'))
        .map(([, { Properties }]) => {
          const inputs = (list(Properties['Targets']) as { Input?: string }[]).map(({ Input }) => Input);
          return `${String(Properties['ScheduleExpression'])} ${inputs.join()}`;
        });
      return JSON.stringify(rules.sort()) ===
        JSON.stringify(['rate(1 minute) {"slots":true}', 'rate(15 minutes) {}'])
        ? []
        : rules;
    },
    breakIt: (template) => {
      const [target] = list(first(template, 'AWS::Events::Rule', /DueWork/).Properties['Targets']) as {
        Input: string;
      }[];
      if (target) target.Input = '{"tenants":["acme"]}';
    },
  },
  {
    title:
      'the roles of background work may do exactly what they need on streams and queues, and no other role anything',
    faults: (template) =>
      policies(template).flatMap(({ role, statements }) => {
        const name = /"(\w+)Role[0-9A-F]{8}"/.exec(role)?.[1] ?? '';
        const found = statements
          .filter(({ Action }) =>
            /"(sqs:|dynamodb:(\w+Stream|GetRecords|GetShard))/.test(JSON.stringify(Action)),
          )
          .map(spelledRight)
          .sort();
        return JSON.stringify(found) === JSON.stringify(RIGHTS[name] ?? [])
          ? []
          : [`${name}: ${found.join('; ')}`];
      }),
    breakIt: (template) => {
      const send = policies(template, /"graphqlRole/)[0]?.statements;
      send?.push({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': ['QueuesWork12345678', 'Arn'] },
      });
    },
  },
  {
    title: 'an event source is made after the rights of its function, without which Lambda refuses it',
    faults: (template) =>
      ofType(template, 'AWS::Lambda::EventSourceMapping')
        // The stage of a silo is deployed before the silo.
        .filter(([id]) => !id.startsWith('Silo'))
        .filter(([, mapping]) => {
          const role = JSON.stringify(functionOf(template, mapping).Properties['Role']);
          const id = /"(\w+Role[0-9A-F]{8})"/.exec(role)?.[1] ?? '';
          const own = ofType(template, 'AWS::IAM::Policy').filter(([, one]) =>
            names(one.Properties['Roles'], `"${id}"`),
          );
          return !own.some(([policy]) => list(mapping.DependsOn ?? []).includes(policy));
        })
        .map(([id]) => id),
    breakIt: (template) => {
      Object.assign(first(template, 'AWS::Lambda::EventSourceMapping', /^EventSources/), { DependsOn: [] });
    },
  },
];
