import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first, list, policies, type Statement } from './claim.ts';
import { spelled } from './spelled.ts';

/** The name of a measured part, and its amount. */
type Measure = readonly [what: string, much: number];

interface Quota {
  readonly title: string;
  readonly most: number;
  readonly measure: (template: Template) => readonly Measure[];
  readonly breakIt: (template: Template) => void;
}

const lengthOf = (value: unknown, template: Template): number =>
  JSON.stringify(spelled(value, template)).length;
const documentOf = (Statement: Statement[]) => ({ Version: '2012-10-17', Statement });
const times = <T>(count: number, one: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => one(n));

/** Returns the filters of an event source. */
function filtersOf(source: Readonly<Record<string, unknown>>): readonly { readonly Pattern: string }[] {
  const criteria = source['FilterCriteria'] as
    { readonly Filters?: readonly { Pattern: string }[] } | undefined;
  return criteria?.Filters ?? [];
}

/** Returns a function that measures the properties of each resource of a type. */
const each =
  (type: string, measured: (properties: Readonly<Record<string, unknown>>, template: Template) => number) =>
  (template: Template): Measure[] =>
    ofType(template, type).map(([id, { Properties }]) => [id, measured(Properties, template)]);

/** Quotas of AWS that a template can exceed, which a deployment reports late. docs/operate.md has those at run time. */
const quotas: readonly Quota[] = [
  {
    title: 'CloudFormation: a template has at most 500 resources',
    most: 500,
    measure: ({ Resources }) => [['resources', Object.keys(Resources).length]],
    breakIt: (template) => {
      const topic = first(template, 'AWS::SNS::Topic');
      Object.assign(template.Resources, Object.fromEntries(times(500, (n) => [`Topic${n}`, topic])));
    },
  },
  {
    title: 'CloudFormation: a template has at most 200 outputs',
    most: 200,
    measure: ({ Outputs }) => [['outputs', Object.keys(Outputs).length]],
    breakIt: ({ Outputs }) => {
      Object.assign(Outputs, Object.fromEntries(times(200, (n) => [`Output${n}`, { Value: 'x' }])));
    },
  },
  {
    title: 'CloudFormation: a template has at most 1 MB',
    most: 1_000_000,
    measure: (template) => [['bytes', Buffer.byteLength(JSON.stringify(template))]],
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function').Properties['Description'] = 'x'.repeat(1_000_000);
    },
  },
  {
    title: 'DynamoDB: a table has at most 20 indexes',
    most: 20,
    measure: each(
      'AWS::DynamoDB::GlobalTable',
      (table) => list(table['GlobalSecondaryIndexes'] ?? []).length,
    ),
    breakIt: (template) => {
      first(template, 'AWS::DynamoDB::GlobalTable').Properties['GlobalSecondaryIndexes'] = times(
        21,
        () => ({}),
      );
    },
  },
  {
    title: 'DynamoDB: a table has no local index, which would limit each type of a tenant to 10 GB',
    most: 0,
    measure: each('AWS::DynamoDB::GlobalTable', (table) => list(table['LocalSecondaryIndexes'] ?? []).length),
    breakIt: (template) => {
      first(template, 'AWS::DynamoDB::GlobalTable').Properties['LocalSecondaryIndexes'] = [{}];
    },
  },
  {
    title: 'IAM: the inline policies of a role have at most 10,240 characters',
    most: 10_240,
    measure: (template) => {
      const lengths = new Map<string, number>();
      for (const { role, managed, statements } of policies(template))
        if (!managed)
          lengths.set(role, (lengths.get(role) ?? 0) + lengthOf(documentOf(statements), template));
      return [...lengths];
    },
    breakIt: (template) => {
      const [own] = policies(template, /graphqlRole/);
      const [statement] = own?.statements ?? [];
      if (own && statement) own.statements.push(...times(60, () => ({ ...statement, Sid: 'x'.repeat(100) })));
    },
  },
  {
    title: 'IAM: a managed policy has at most 6,144 characters',
    most: 6144,
    measure: (template) =>
      policies(template)
        .filter(({ managed }) => managed)
        .map(({ role, statements }) => [role, lengthOf(documentOf(statements), template)]),
    breakIt: ({ Resources }) => {
      const PolicyDocument = documentOf([{ Effect: 'Allow', Action: 'x'.repeat(6144), Resource: '*' }]);
      Resources['Long'] = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { Roles: ['Role'], PolicyDocument },
      };
    },
  },
  {
    title: 'IAM: the trust policy of a role has at most 2,048 characters',
    most: 2048,
    measure: each('AWS::IAM::Role', (role, template) => lengthOf(role['AssumeRolePolicyDocument'], template)),
    breakIt: (template) => {
      const trust = first(template, 'AWS::IAM::Role').Properties['AssumeRolePolicyDocument'] as {
        Statement: unknown[];
      };
      trust.Statement.push({ Effect: 'Allow', Action: 'x'.repeat(2048) });
    },
  },
  {
    title: 'Lambda: an event source has at most five filters',
    most: 5,
    measure: each('AWS::Lambda::EventSourceMapping', (source) => filtersOf(source).length),
    breakIt: (template) => {
      const source = first(template, 'AWS::Lambda::EventSourceMapping', /changesdata/).Properties;
      source['FilterCriteria'] = { Filters: times(6, () => ({ Pattern: '{}' })) };
    },
  },
  {
    title: 'Lambda: the pattern of a filter has at most 4,096 characters',
    most: 4096,
    measure: each('AWS::Lambda::EventSourceMapping', (source) =>
      Math.max(0, ...filtersOf(source).map(({ Pattern }) => Pattern.length)),
    ),
    breakIt: (template) => {
      const source = first(template, 'AWS::Lambda::EventSourceMapping', /changesdata/).Properties;
      source['FilterCriteria'] = { Filters: [{ Pattern: 'x'.repeat(4097) }] };
    },
  },
  {
    title: 'KMS: the policy of a key has at most 32,768 bytes',
    most: 32_768,
    measure: each('AWS::KMS::Key', (key, template) => lengthOf(key['KeyPolicy'], template)),
    breakIt: (template) => {
      first(template, 'AWS::KMS::Key').Properties['KeyPolicy'] = { Sid: 'x'.repeat(32_768) };
    },
  },
  {
    title: 'S3: the policy of a bucket has at most 20 KB',
    most: 20_480,
    measure: each('AWS::S3::BucketPolicy', (bucket, template) =>
      lengthOf(bucket['PolicyDocument'], template),
    ),
    breakIt: (template) => {
      first(template, 'AWS::S3::BucketPolicy').Properties['PolicyDocument'] = { Sid: 'x'.repeat(20_480) };
    },
  },
  {
    title: 'Lambda: the environment of a function has at most 4 KB',
    most: 4096,
    measure: each('AWS::Lambda::Function', (made, template) =>
      lengthOf((made['Environment'] as { Variables: unknown } | undefined)?.Variables ?? {}, template),
    ),
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function', /^graphql/).Properties['Environment'] = {
        Variables: { SCHEMA: 'x'.repeat(4096) },
      };
    },
  },
  {
    title: 'Lambda: a description has at most 256 characters',
    most: 256,
    measure: each('AWS::Lambda::Function', ({ Description }) => String(Description).length),
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function').Properties['Description'] = 'x'.repeat(257);
    },
  },
  {
    title: 'Cognito: the timeout of a trigger is at most five seconds',
    most: 5,
    measure: (template) =>
      ofType(template, 'AWS::Lambda::Function')
        .filter(([id]) => /^(pre|post)/.test(id))
        .map(([id, { Properties }]) => [id, Number(Properties['Timeout'])]),
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function', /^pretoken/).Properties['Timeout'] = 6;
    },
  },
  {
    title: 'API Gateway: an API has at most 300 resources, however many types the app has',
    most: 300,
    measure: (template) =>
      ofType(template, 'AWS::ApiGateway::RestApi').map(([api]) => [
        api,
        ofType(template, 'AWS::ApiGateway::Resource').filter(([, { Properties }]) =>
          JSON.stringify(Properties['RestApiId']).includes(api),
        ).length,
      ]),
    breakIt: (template) => {
      const resource = first(template, 'AWS::ApiGateway::Resource', /^Tenants/);
      Object.assign(template.Resources, Object.fromEntries(times(301, (n) => [`Type${n}`, resource])));
    },
  },
  {
    title: 'API Gateway: the timeout of a function behind it is at most 29 seconds',
    most: 29,
    measure: (template) =>
      ofType(template, 'AWS::Lambda::Function')
        .filter(([id]) => /^(graphql|operator|authorizer)/.test(id))
        .map(([id, { Properties }]) => [id, Number(Properties['Timeout'])]),
    breakIt: (template) => {
      first(template, 'AWS::Lambda::Function', /^graphql/).Properties['Timeout'] = 30;
    },
  },
  {
    title:
      'API Gateway: the result of an authorizer, which AWS caches for at most an hour, is cached for at most a minute',
    most: 60,
    measure: each('AWS::ApiGateway::Authorizer', (one) => Number(one['AuthorizerResultTtlInSeconds'] ?? 300)),
    breakIt: (template) => {
      delete first(template, 'AWS::ApiGateway::Authorizer').Properties['AuthorizerResultTtlInSeconds'];
    },
  },
  {
    title: 'CloudWatch: the name of an alarm has at most 255 characters',
    most: 255,
    measure: each('AWS::CloudWatch::Alarm', ({ AlarmName }) => String(AlarmName).length),
    breakIt: (template) => {
      first(template, 'AWS::CloudWatch::Alarm').Properties['AlarmName'] = 'x'.repeat(256);
    },
  },
  {
    title: 'CloudWatch: an alarm sums at most ten metrics',
    most: 10,
    measure: each('AWS::CloudWatch::Alarm', ({ Metrics }) => list(Metrics ?? []).length),
    breakIt: (template) => {
      first(template, 'AWS::CloudWatch::Alarm').Properties['Metrics'] = times(11, () => ({}));
    },
  },
];

/** The quotas as claims. */
export const fits: readonly Claim[] = quotas.map(({ title, most, measure, breakIt }) => ({
  title,
  faults: (template) =>
    measure(template)
      .filter(([, much]) => !(much <= most))
      .map(([what, much]) => `${what}: ${much}`),
  breakIt,
}));
