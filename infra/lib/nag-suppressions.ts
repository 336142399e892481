import { siloPrefixOf } from './silo-name.ts';
import type { Stage } from './stage.ts';

interface Accepted {
  readonly id: string;
  readonly reason: string;
}

const EVERYWHERE: readonly Accepted[] = [
  {
    id: 'AwsSolutions::AwsSolutions-SQS3',
    reason:
      'The queue of changes that were given up is the dead-letter queue of streams, which the rule does not see. A claim looks at every queue.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-COG4',
    reason:
      'A custom authorizer precedes every method: it takes tokens and API keys, and checks more of a token than a Cognito authorizer does.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-COG2',
    reason:
      "The tenants' users may set up MFA, and a tenant decides whether they must. Operators have to: their pool requires it.",
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'X-Ray knows no resources: xray:PutTraceSegments and xray:PutTelemetryRecords take only "*". CodeDeploy reads alarms by cloudwatch:DescribeAlarms, which it asks for all.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason:
      'A client of the WebSocket API sends its token in a message, and the function verifies it. The function behind an HTTP API verifies the token of each request. A claim demands an authorizer of every method of a REST API.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason:
      'The secret seals cursors: one that changes makes every page that a client has open end. docs/operate.md says how to rotate it.',
  },
];

/** Returns the findings of the rules of AWS Solutions that we accept in the stack of a stage, each with its reason. */
export function nagSuppressionsOf(
  stage: Pick<Stage, 'name' | 'scanFiles' | 'mail' | 'appUrl'>,
  region: string,
): readonly Accepted[] {
  const streams = `arn:<AWS::Partition>:dynamodb:${region}:<AWS::AccountId>:table/${siloPrefixOf(stage)}*/stream/*`;
  return [
    ...EVERYWHERE,
    {
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${streams}]`,
      reason:
        'The reader of changes reads the stream of every silo table. Its policy does not grow with them.',
    },
    ...(stage.scanFiles ? scannerOf(region) : []),
    ...(stage.mail !== null && stage.appUrl !== null
      ? [
          {
            id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:${region}:<AWS::AccountId>:configuration-set/*]`,
            reason:
              'SES asks for this right if the identity has a default configuration set, whose name a template cannot know. A condition names the sender.',
          },
        ]
      : []),
    ...['POST', 'DELETE'].map((method) => ({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:${region}:<AWS::AccountId>:<SocketsApi04DF8096>/realtime/${method}/@connections/*]`,
      reason: 'A function posts to the connections of this API, which have no names before they are open.',
    })),
  ];
}

/** Returns what the scanner of files needs: AWS names its rules, and it scans what comes. */
function scannerOf(region: string): readonly Accepted[] {
  const rules = `arn:<AWS::Partition>:events:${region}:<AWS::AccountId>:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`;
  return [rules, ...['uploads', 'files'].map((folder) => `<DataFilesC1590605.Arn>/${folder}/*`)].map(
    (resource) => ({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
      reason: 'GuardDuty makes rules of this name, reads each new file and tags it. It may write none.',
    }),
  );
}
