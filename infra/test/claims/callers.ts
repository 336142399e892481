import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, list, named, names, type Statement } from './claim.ts';
import { resourcePath } from './resource-path.ts';

/** A call that the template arranges between services: CloudFormation accepts it, and it fails when it happens. */
interface Call {
  /** The resource by which it is arranged. */
  readonly by: string;
  /** The service that calls: `events.amazonaws.com`. */
  readonly service: string;
  /** What is called, as the template names it. */
  readonly target: unknown;
  /** The names that the source of the call has in a permission that is limited to one. */
  readonly source: readonly string[];
}

type Finder = readonly [
  type: string,
  calls: (id: string, resource: Resource, template: Template) => readonly Call[],
];

/** Every kind of resource that makes a service call a function, a topic or a queue. */
const FINDERS: readonly Finder[] = [
  [
    'AWS::CloudWatch::Alarm',
    (by, { Properties }) =>
      ['AlarmActions', 'OKActions', 'InsufficientDataActions']
        .flatMap((kind) => list(Properties[kind] ?? []))
        .map((target) => ({ by, service: 'cloudwatch.amazonaws.com', target, source: [by] })),
  ],
  [
    'AWS::Budgets::Budget',
    (by, { Properties }) =>
      (Properties['NotificationsWithSubscribers'] as { Subscribers: { Address: unknown }[] }[])
        .flatMap(({ Subscribers }) => Subscribers)
        .map(({ Address }) => ({ by, service: 'budgets.amazonaws.com', target: Address, source: [by] })),
  ],
  [
    'AWS::Events::Rule',
    (by, { Properties }) =>
      list(Properties['Targets'] ?? []).flatMap((one) => {
        const { Arn, DeadLetterConfig, RoleArn } = one as Record<string, unknown>;
        const letters = (DeadLetterConfig as { Arn?: unknown } | undefined)?.Arn;
        const targets = [
          ...(RoleArn === undefined ? [Arn] : []),
          ...(letters === undefined ? [] : [letters]),
        ];
        return targets.map((target) => ({ by, service: 'events.amazonaws.com', target, source: [by] }));
      }),
  ],
  [
    'AWS::Cognito::UserPool',
    (by, { Properties }) =>
      Object.values(Properties['LambdaConfig'] ?? {})
        .map((given: unknown) => (given as { LambdaArn?: unknown }).LambdaArn ?? given)
        .map((target) => ({ by, service: 'cognito-idp.amazonaws.com', target, source: [by] })),
  ],
  [
    'AWS::ApiGateway::Method',
    (by, { Properties }, template) => {
      const { Type, Uri } = Properties['Integration'] as { Type: string; Uri?: unknown };
      const path = resourcePath(template, Properties['ResourceId']).replaceAll(/\{[^}]+\}/g, '*');
      const source = [
        JSON.stringify(Properties['RestApiId']),
        `/${String(Properties['HttpMethod'])}${path}"`,
      ];
      return Type === 'AWS_PROXY' ? [{ by, service: 'apigateway.amazonaws.com', target: Uri, source }] : [];
    },
  ],
  [
    'AWS::ApiGateway::Authorizer',
    (by, { Properties: { AuthorizerUri: target } }) =>
      target === undefined ? [] : [{ by, service: 'apigateway.amazonaws.com', target, source: [by] }],
  ],
  [
    'AWS::ApiGatewayV2::Route',
    (by, { Properties: { ApiId, RouteKey, Target } }, { Resources }) => {
      const [, path = ''] = /([^ ]+)$/.exec(String(RouteKey)) ?? [];
      const source = [JSON.stringify(ApiId), path];
      return Object.entries(Resources)
        .filter(([id]) => names(Target, `"${id}"`))
        .map(([, { Properties }]) => ({
          by,
          service: 'apigateway.amazonaws.com',
          target: Properties['IntegrationUri'],
          source,
        }));
    },
  ],
  [
    'AWS::SNS::Subscription',
    (by, { Properties: { Protocol, Endpoint, TopicArn } }) =>
      ['lambda', 'sqs'].includes(String(Protocol))
        ? [{ by, service: 'sns.amazonaws.com', target: Endpoint, source: [JSON.stringify(TopicArn)] }]
        : [],
  ],
  [
    'AWS::S3::Bucket',
    (by, { Properties }) => {
      const kinds = Object.values(Properties['NotificationConfiguration'] ?? {}) as unknown[];
      return kinds.flatMap(list).flatMap((one) => {
        const { Function: called, Topic, Queue } = (one ?? {}) as Record<string, unknown>;
        const target = called ?? Topic ?? Queue;
        return target === undefined ? [] : [{ by, service: 's3.amazonaws.com', target, source: [by] }];
      });
    },
  ],
  [
    'AWS::Logs::SubscriptionFilter',
    (by, { Properties: { DestinationArn: target, RoleArn, LogGroupName } }) =>
      RoleArn === undefined
        ? [{ by, service: 'logs.amazonaws.com', target, source: [JSON.stringify(LogGroupName)] }]
        : [],
  ],
];

/** Returns the calls that no policy allows: of a permission of the function, or of the policy of a topic or queue. */
function refused(template: Template): string[] {
  return FINDERS.flatMap(([type, calls]) =>
    ofType(template, type).flatMap(([id, one]) => calls(id, one, template)),
  )
    .filter((call) => !isAllowed(template, call))
    .map(({ by, service, target }) => `${by}: ${service} may not call ${JSON.stringify(target)}`);
}

function isAllowed(template: Template, call: Call): boolean {
  const called = Object.keys(template.Resources).filter((id) => names(call.target, `"${id}"`));
  return called.some((id) => {
    const type = template.Resources[id]?.Type ?? '';
    if (/^AWS::Lambda::(Function|Alias|Version)$/.test(type)) return hasPermission(template, id, call);
    if (type === 'AWS::SNS::Topic')
      return mayUse(template, 'AWS::SNS::TopicPolicy', 'Topics', id, call, 'sns:Publish');
    return (
      type === 'AWS::SQS::Queue' &&
      mayUse(template, 'AWS::SQS::QueuePolicy', 'Queues', id, call, 'sqs:SendMessage')
    );
  });
}

function hasPermission(template: Template, id: string, { service, source }: Call): boolean {
  return ofType(template, 'AWS::Lambda::Permission').some(
    ([
      ,
      {
        Properties: { Action, FunctionName, Principal, SourceArn },
      },
    ]) =>
      Action === 'lambda:InvokeFunction' &&
      Principal === service &&
      names(FunctionName, `"${id}"`) &&
      // A permission for tries in the console of API Gateway.
      !names(SourceArn, '/test-invoke-stage/') &&
      (SourceArn === undefined || source.every((part) => names(SourceArn, part))),
  );
}

function mayUse(
  template: Template,
  policyType: string,
  attached: string,
  id: string,
  { service }: Call,
  action: string,
): boolean {
  return ofType(template, policyType)
    .filter(([, { Properties }]) => names(Properties[attached], `"${id}"`))
    .flatMap(([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement)
    .some(
      ({ Effect, Action, Principal, Resource }) =>
        Effect === 'Allow' &&
        list(Action).includes(action) &&
        names(Principal, service) &&
        (names(Resource, `"${id}"`) || Resource === '*'),
    );
}

/** The rights that Lambda needs on a source of events, by the service of the source. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  'AWS::DynamoDB::GlobalTable': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
  ],
};

/** Returns the rights that a function lacks on what Lambda reads for it, and on the queue of what it cannot handle. */
function unread(template: Template): string[] {
  return ofType(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, { Properties }]) => {
    const statements = statementsOfCalled(template, Properties['FunctionName']);
    const may = (action: string, target: unknown): boolean =>
      statements.some(
        ({ Effect, Action, Resource }) =>
          Effect === 'Allow' &&
          list(Action).includes(action) &&
          list(Resource).some(
            (one) =>
              JSON.stringify(one) === JSON.stringify(target) ||
              // One pattern names the streams of all silo tables.
              (names(target, '"Silo') && names(one, '-silo-*/stream/*')),
          ),
      );
    const source = Properties['EventSourceArn'];
    const type = Object.entries(template.Resources).find(([name]) => names(source, `"${name}"`))?.[1].Type;
    const letters = (Properties['DestinationConfig'] as { OnFailure?: { Destination?: unknown } } | undefined)
      ?.OnFailure?.Destination;
    return [
      ...(SOURCES[type ?? ''] ?? ['a source that is known here'])
        .filter((action) => !may(action, source))
        .map((action) => `${id}: ${action}`),
      ...(letters === undefined || may('sqs:SendMessage', letters) ? [] : [`${id}: sqs:SendMessage`]),
    ];
  });
}

/** Returns the statements of the role of a function that is named by itself or by an alias. */
function statementsOfCalled(template: Template, called: unknown): Statement[] {
  const ids = Object.keys(template.Resources).filter((id) => names(called, `"${id}"`));
  return ids.flatMap((id) => {
    const { Type, Properties } = template.Resources[id] as Resource;
    if (Type === 'AWS::Lambda::Alias') return statementsOfCalled(template, Properties['FunctionName']);
    return [...ofType(template, 'AWS::IAM::Policy'), ...ofType(template, 'AWS::IAM::ManagedPolicy')]
      .filter(([, policy]) =>
        list(policy.Properties['Roles'] ?? []).some((role) =>
          names(Properties['Role'], `"${(role as { Ref: string }).Ref}"`),
        ),
      )
      .flatMap(([, policy]) => (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
  });
}

/** Returns the functions that may not read a secret of their variables, or not decrypt it. */
function withoutSecret(template: Template): string[] {
  return ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
    const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    const secrets = Object.values(Variables).filter(
      (value) =>
        template.Resources[(value as { Ref?: string }).Ref ?? '']?.Type === 'AWS::SecretsManager::Secret',
    );
    const statements = statementsOfCalled(template, { Ref: id });
    return secrets
      .filter(
        (secret) =>
          !statements.some(
            ({ Action, Resource }) =>
              list(Action).includes('secretsmanager:GetSecretValue') &&
              JSON.stringify(Resource) === JSON.stringify(secret),
          ) ||
          !statements.some(
            ({ Action, Condition }) =>
              list(Action).includes('kms:Decrypt') && names(Condition, '"secretsmanager.'),
          ),
      )
      .map((secret) => `${id}: ${JSON.stringify(secret)}`);
  });
}

/** Returns the budgets that may be made before the topic lets them publish, which AWS Budgets tries at once. */
function early(template: Template): string[] {
  return ofType(template, 'AWS::Budgets::Budget')
    .filter(
      ([, { DependsOn = [] }]) =>
        ![DependsOn].flat().some((id) => template.Resources[id]?.Type === 'AWS::SNS::TopicPolicy'),
    )
    .map(([id]) => id);
}

const PERMISSIONS: readonly (readonly [what: string, breakIt: (template: Template) => void])[] = [
  ...(
    [
      ['API Gateway, a method', /^TenantsApigraphqlPOSTApiPermission(?!Test)/],
      ['API Gateway, an authorizer', /^authorizerLive.*Permissions/],
      ['Cognito', /^IdentityUsersPreSignUpCognito/],
      ['a rule', /AllowEventRule/],
      ['API Gateway, a route of sockets', /^SocketsApisubscribeRoute.*Permission/],
    ] as const
  ).map(
    ([what, id]) =>
      [
        what,
        (template: Template) => {
          Reflect.deleteProperty(template.Resources, named(template, id));
        },
      ] as const,
  ),
  [
    'a rule, by another alias',
    (template) => {
      const permission = template.Resources[named(template, /AllowEventRule/)];
      if (permission) permission.Properties['FunctionName'] = { Ref: named(template, /^graphqlLive/) };
    },
  ],
  [
    'a rule, for the source of another',
    (template) => {
      const permission = template.Resources[named(template, /AllowEventRule/)];
      if (permission) permission.Properties['SourceArn'] = { Ref: named(template, /^graphqlLive/) };
    },
  ],
  ...['cloudwatch', 'budgets'].map(
    (service) =>
      [
        `the topic of alarms, ${service}`,
        (template: Template) => {
          const document = first(template, 'AWS::SNS::TopicPolicy').Properties['PolicyDocument'] as {
            Statement: Statement[];
          };
          document.Statement = document.Statement.filter(
            ({ Principal }) => !names(Principal, `${service}.amazonaws.com`),
          );
        },
      ] as const,
  ),
  [
    'a topic that gets no policy',
    ({ Resources }) => {
      Resources['Extra'] = { Type: 'AWS::SNS::Topic', Properties: {} };
      Resources['Other'] = {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmActions: [{ Ref: 'Extra' }] },
      };
    },
  ],
  [
    'a filter of logs',
    (template) => {
      template.Resources['Extra'] = {
        Type: 'AWS::Logs::SubscriptionFilter',
        Properties: {
          DestinationArn: { Ref: named(template, /^jobsLive|^workLive/) },
          LogGroupName: { Ref: named(template, /^graphqlLog/) },
        },
      };
    },
  ],
  [
    'a bucket',
    (template) => {
      const config = [{ Event: 's3:ObjectCreated:*', Function: { Ref: named(template, /^graphqlLive/) } }];
      first(template, 'AWS::S3::Bucket').Properties['NotificationConfiguration'] = {
        LambdaConfigurations: config,
      };
    },
  ],
];

/** Claims about calls between services, which CloudFormation accepts and AWS refuses when they happen. */
export const callers: readonly Claim[] = [
  ...PERMISSIONS.map(([what, breakIt]): Claim => ({
    title: `a service may call what the template has it call: ${what}`,
    faults: refused,
    breakIt,
  })),
  {
    title: 'a function may read the queue or the stream that it gets events from',
    faults: unread,
    breakIt: (template) => {
      template.Resources['Extra'] = {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': [named(template, /^DataTable/), 'StreamArn'] },
          FunctionName: { Ref: named(template, /^authorizerLive/) },
        },
      };
    },
  },
  {
    title: 'a function may read the secret that its variables name, and use the key of the secret',
    faults: withoutSecret,
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Lambda::Function', /^authorizerFunction/);
      const secret = { Ref: named(template, /^CursorSecret/) };
      Properties['Environment'] = { Variables: { CURSOR_SECRET_ARN: secret } };
    },
  },
  {
    title: 'a budget is made after the policy of its topic',
    faults: early,
    breakIt: (template) => {
      Object.assign(first(template, 'AWS::Budgets::Budget'), { DependsOn: [] });
    },
  },
];
