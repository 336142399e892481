import { FUNCTIONS } from '../../src/lambda/function-names.ts';
import type { RoleTemplate } from './roles.ts';

/**
 * The resources that the diagram shows, and their labels. Every other resource is a part of one of these, or between
 * them.
 */
const SHOWN: Readonly<Record<string, string>> = {
  'AWS::WAFv2::WebACL': 'firewall',
  'AWS::ApiGateway::RestApi': 'REST API',
  'AWS::ApiGatewayV2::Api': 'WebSocket API',
  'AWS::Lambda::Function': 'Lambda',
  'AWS::DynamoDB::GlobalTable': 'DynamoDB',
  'AWS::Cognito::UserPool': 'user pool',
  'AWS::Cognito::IdentityPool': 'identity pool',
  'AWS::S3::Bucket': 'S3 bucket',
  'AWS::Events::Rule': 'schedule',
  'AWS::KinesisFirehose::DeliveryStream': 'Firehose',
  'AWS::SQS::Queue': 'queue',
  'AWS::Events::EventBus': 'event bus',
};

/** The label for what a statement allows. Keys, logs and traces are left out. */
const DEEDS: readonly (readonly [RegExp, string])[] = [
  [/^sts:AssumeRole$/, 'assumes'],
  [/^(dynamodb|s3):(BatchGet|Get|Query|List)|^cognito-idp:List/, 'reads'],
  [/^(dynamodb|s3):(BatchWrite|Delete|Put|Update)|^cognito-idp:Admin/, 'writes'],
  [/^sqs:SendMessage$/, 'sends'],
  [/^events:PutEvents$/, 'publishes'],
  [/^execute-api:ManageConnections$/, 'posts'],
];

type Resources = RoleTemplate['Resources'];
interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Returns the page with the diagram of a template. */
export function deploymentPage({ Resources }: RoleTemplate): string {
  return `# The deployed system

\`npm run roles\` draws this page from the synthesised template. A test checks that both agree.

- An arrow points from the caller to what it calls. Its label says what the caller does.
- The labels "reads" and "writes" come from the statements of a role.
- The picture leaves out the key of tables and files, logs, alarms and the gradual deployment.

\`\`\`mermaid
${diagramOf(Resources)}
\`\`\`
`;
}

/** Returns a mermaid flowchart of what the template deploys. */
function diagramOf(resources: Resources): string {
  const links = [...calls(resources), ...triggers(resources), ...deeds(resources), ...sessions(resources)];
  const shown = new Set([
    ...Object.entries(resources).flatMap(([id, { Type }]) => (Type in SHOWN ? [id] : [])),
    ...links.flatMap(({ from, to }) => [from, to]),
  ]);
  const lines = [...shown].map(
    (id) => `  ${nodeOf(id)}["${kindOf(resources, id)}<br/><b>${nameOf(id)}</b>"]`,
  );
  const arrows = grouped(links).map(
    ({ from, to, label }) => `  ${nodeOf(from)} -->|"${label}"| ${nodeOf(to)}`,
  );
  return ['flowchart LR', ...lines.sort(), ...arrows.sort()].join('\n');
}

function kindOf(resources: Resources, id: string): string {
  const { Type: type = '', Properties } = resources[id] ?? {};
  if (Properties?.['EventPattern'] !== undefined) return 'rule';
  return SHOWN[type] ?? (type === 'AWS::IAM::Role' ? 'role' : type);
}

/** Returns the name of a construct: CDK's logical id without its hash, and a function by its own name. */
function nameOf(id: string): string {
  const name = id.replace(/[0-9A-F]{8}$/, '');
  return FUNCTIONS.find((each) => name === `${each.replaceAll('-', '')}Function`) ?? name;
}

/** Returns the id of a node. The prefix is needed, because mermaid misreads ids that begin with its own keywords. */
function nodeOf(id: string): string {
  return `n_${nameOf(id)}`;
}

/** Returns which parts call each other, and whose tokens they accept. */
function calls(resources: Resources): Link[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]): Link[] => {
    const [api = ''] = references(Properties['RestApiId']);
    const link = (from: string, to: unknown, label: string): Link[] =>
      functionsIn(resources, to).map((called) => ({ from, to: called, label }));
    switch (Type) {
      case 'AWS::ApiGateway::Method':
        return link(api, Properties['Integration'], String(Properties['HttpMethod']));
      case 'AWS::ApiGateway::Authorizer':
        return link(api, Properties['AuthorizerUri'], 'authorizes with');
      case 'AWS::ApiGatewayV2::Route': {
        const [socket = ''] = references(Properties['ApiId']);
        const [integration = ''] = references(Properties['Target']);
        return link(socket, resources[integration]?.Properties, String(Properties['RouteKey']));
      }
      case 'AWS::S3::Bucket':
        return references(Properties['LoggingConfiguration']).map((to) => ({
          from: id,
          to,
          label: 'access log',
        }));
      case 'AWS::Lambda::Function':
        return poolsIn(resources, Properties['Environment']).map((to) => ({
          from: id,
          to,
          label: 'verifies tokens',
        }));
      case 'AWS::KinesisFirehose::DeliveryStream':
        return references(Properties['ExtendedS3DestinationConfiguration'])
          .filter((other) => resources[other]?.Type === 'AWS::S3::Bucket')
          .map((to) => ({ from: id, to, label: 'log lines' }));
      case 'AWS::Lambda::EventSourceMapping': {
        const [source = ''] = references(Properties['EventSourceArn']);
        const label = resources[source]?.Type === 'AWS::SQS::Queue' ? 'messages' : 'changes';
        return link(source, Properties['FunctionName'], label);
      }
      case 'AWS::SQS::Queue':
        return references(Properties['RedrivePolicy']).map((to) => ({ from: id, to, label: 'dead letters' }));
      case 'AWS::Events::Rule':
        return Properties['EventPattern'] === undefined
          ? link(id, Properties['Targets'], String(Properties['ScheduleExpression']))
          : eventsOf(id, Properties);
      case 'AWS::WAFv2::WebACLAssociation': {
        const [acl = ''] = references(Properties['WebACLArn']);
        const behind = references(Properties['ResourceArn']).filter(
          (other) => resources[other]?.Type === 'AWS::ApiGateway::RestApi',
        );
        return behind.map((to) => ({ from: acl, to, label: 'guards' }));
      }
      default:
        return [];
    }
  });
}

/** Returns what a rule hears of, and where it sends that. */
function eventsOf(rule: string, { EventPattern, Targets }: Readonly<Record<string, unknown>>): Link[] {
  const targets = Targets as readonly { readonly Arn: unknown; readonly DeadLetterConfig?: unknown }[];
  return [
    ...references(EventPattern).map((from) => ({ from, to: rule, label: 'events' })),
    ...targets.flatMap(({ Arn, DeadLetterConfig }) => [
      ...references(Arn).map((to) => ({ from: rule, to, label: 'events' })),
      ...references(DeadLetterConfig).map((to) => ({ from: rule, to, label: 'dead letters' })),
    ]),
  ];
}

/** Returns the pools whose client a function knows, because it verifies their tokens. */
function poolsIn(resources: Resources, environment: unknown): string[] {
  return references(environment)
    .filter((id) => resources[id]?.Type === 'AWS::Cognito::UserPoolClient')
    .flatMap((id) => references(resources[id]?.Properties?.['UserPoolId']));
}

function triggers(resources: Resources): Link[] {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::Cognito::UserPool')
    .flatMap(([from, { Properties }]) =>
      functionsIn(resources, Properties?.['LambdaConfig']).map((to) => ({ from, to, label: 'triggers' })),
    );
}

/** Returns what the statements of roles allow. The role of a function is shown as the function. */
function deeds(resources: Resources): Link[] {
  const holderOf = (role: string): string =>
    Object.entries(resources).find(
      ([, { Type, Properties }]) =>
        Type === 'AWS::Lambda::Function' && references(Properties?.['Role']).includes(role),
    )?.[0] ?? role;
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::S3::BucketPolicy')
    .flatMap(({ Properties = {} }) => {
      const { Statement } = Properties['PolicyDocument'] as {
        Statement: { Effect: string; Action: string | string[]; Resource: unknown; Principal?: unknown }[];
      };
      return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource, Principal }) =>
        DEEDS.filter(([pattern]) => [Action].flat().some((action) => pattern.test(action))).flatMap(
          ([, label]) =>
            // The policy of a bucket names roles; the policy of a role is attached to one.
            references(Principal ?? Properties['Roles']).flatMap((role) =>
              references(Resource).map((to) => ({ from: holderOf(role), to, label })),
            ),
        ),
      );
    });
}

/** Returns how a signed-in user gets credentials. */
function sessions(resources: Resources): Link[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]): Link[] => {
    if (Type === 'AWS::Cognito::IdentityPool') {
      const users = references(Properties['CognitoIdentityProviders']);
      return users
        .filter((from) => resources[from]?.Type === 'AWS::Cognito::UserPool')
        .map((from) => ({ from, to: id, label: 'tokens' }));
    }
    if (Type !== 'AWS::Cognito::IdentityPoolRoleAttachment') return [];
    const [from = ''] = references(Properties['IdentityPoolId']);
    return references(Properties['Roles']).map((to) => ({ from, to, label: 'credentials' }));
  });
}

/** Returns the functions that a value names by their aliases. */
function functionsIn(resources: Resources, value: unknown): string[] {
  return references(value).flatMap((id) =>
    resources[id]?.Type === 'AWS::Lambda::Alias'
      ? references(resources[id].Properties?.['FunctionName'])
      : [],
  );
}

/** Returns the logical ids that a value refers to, each once. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Ref: reference, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  const own =
    typeof reference === 'string' ? [reference] : Array.isArray(attribute) ? [String(attribute[0])] : [];
  const all = [...own, ...Object.values(value).flatMap(references)];
  return [...new Set(all)].filter((id) => !id.startsWith('AWS::'));
}

/** Joins all links between the same two nodes into one arrow. */
function grouped(links: readonly Link[]): Link[] {
  const labels = new Map<string, Link & { readonly all: Set<string> }>();
  for (const link of links) {
    const key = `${link.from} ${link.to}`;
    const known = labels.get(key) ?? { ...link, all: new Set() };
    known.all.add(link.label);
    labels.set(key, known);
  }
  return [...labels.values()].map(({ from, to, all }) => ({ from, to, label: [...all].sort().join(', ') }));
}
