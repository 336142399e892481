import type { FunctionName } from '../../../src/lambda/function-names.ts';
import { SOCKET_API_ID } from '../../../src/local/data-directory/index.ts';
import { CONNECTION } from '../../../test/shared/cloud-over-http.ts';

/** What an event is made of: what a test has made before. */
export interface Known {
  /** An access token of "alice", an administrator of acme. */
  readonly user: string;
  /** An access token of "opal", an administrator of the platform. */
  readonly operator: string;
  /** The `sub` of "alice". */
  readonly sub: string;
  /** An API key of acme. */
  readonly key: string;
  /** The id of an export of acme that waits. */
  readonly job: string;
  /** The name of the table of the pool. */
  readonly table: string;
}

/** An event of a function, and what its answer contains. */
export interface Step {
  readonly what: string;
  readonly event: (known: Known) => unknown;
  /** Part of the answer; of a proxy's answer, its body is read. */
  readonly answers?: object | null;
  /** The error that it must end with. */
  readonly fails?: RegExp;
  /** A line of the log. */
  readonly logs?: RegExp;
}

/** The events of a function, and the hosts that it needs for them. */
export interface Scenario {
  readonly hosts: readonly Service[];
  readonly steps: readonly Step[];
}
type Service =
  | 'dynamodb'
  | 'sts'
  | 's3'
  | 'sqs'
  | 'secretsmanager'
  | 'cognito-idp'
  | `${typeof SOCKET_API_ID}.execute-api`;

const MESSAGE = '059f36b4-87a3-44ab-83d2-661975830a7d';

/** Returns an event of a queue with one message. */
function message(body: object): unknown {
  return {
    Records: [
      {
        messageId: MESSAGE,
        receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
        body: JSON.stringify(body),
        attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'acme' },
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:work',
        awsRegion: 'us-east-1',
      },
    ],
  };
}

/** Returns an event of a table's stream with one new item. */
function stream(
  keys: Readonly<Record<string, string>>,
  { table = 'control', item = {} }: { readonly table?: string; readonly item?: typeof keys } = {},
): unknown {
  const marshalled = (values: typeof keys) =>
    Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));
  const Keys = marshalled(keys);
  return {
    Records: [
      {
        eventID: 'c4ca4238a0b923820dcc509a6f75849b',
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: {
          Keys,
          NewImage: { ...Keys, ...marshalled(item) },
          ApproximateCreationDateTime: 1_796_000_000,
          SequenceNumber: '4421584500000000017450439091',
          SizeBytes: 26,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: `arn:aws:dynamodb:us-east-1:111122223333:table/${table}/stream/2026-11-30T00:00:00.000`,
      },
    ],
  };
}

const METHOD_ARN = 'arn:aws:execute-api:us-east-1:000000000000:abc123/api/POST/graphql';

/** Returns an event of a REST API with the integration LAMBDA_PROXY, payload version 1.0. */
function request(httpMethod: 'GET' | 'POST', credential: string | null, query: string): unknown {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    ...(credential !== null && { authorization: `Bearer ${credential}` }),
  };
  const parameters = httpMethod === 'GET' ? { query } : null;
  return {
    resource: '/graphql',
    path: '/graphql',
    httpMethod,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: parameters,
    multiValueQueryStringParameters: parameters && { query: [query] },
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'abc123',
      httpMethod,
      identity: { sourceIp: '192.0.2.1', userAgent: 'a test' },
      path: '/api/graphql',
      protocol: 'HTTP/1.1',
      requestId: '00000000-0000-4000-8000-000000000001',
      requestTimeEpoch: 1_796_000_000_000,
      resourcePath: '/graphql',
      stage: 'api',
    },
    body: httpMethod === 'POST' ? JSON.stringify({ query }) : null,
    isBase64Encoded: false,
  };
}

/** Returns an event of a WebSocket API, of a connection that speaks the protocol of graphql-ws. */
function socket(routeKey: string, connectionId: string, message?: object): unknown {
  const kinds: Readonly<Record<string, string>> = { $connect: 'CONNECT', $disconnect: 'DISCONNECT' };
  const headers = { Host: 'abc123.execute-api.us-east-1.amazonaws.com' };
  const offer = { 'Sec-WebSocket-Protocol': 'graphql-transport-ws', 'Sec-WebSocket-Version': '13' };
  return {
    ...(message === undefined && { headers: { ...headers, ...(routeKey === '$connect' && offer) } }),
    requestContext: {
      routeKey,
      eventType: kinds[routeKey] ?? 'MESSAGE',
      ...(message !== undefined && { messageId: 'L0SM-eBpvHcCIhw=' }),
      extendedRequestId: 'L0SM9HVYPHcF4Xg=',
      requestId: 'L0SM9HVYPHcF4Xg=',
      requestTime: '30/Nov/2026:00:00:00 +0000',
      requestTimeEpoch: 1_796_000_000_000,
      messageDirection: 'IN',
      stage: 'realtime',
      connectedAt: 1_796_000_000_000,
      identity: { sourceIp: '192.0.2.1', userAgent: 'a test' },
      domainName: headers.Host,
      connectionId,
      apiId: 'abc123',
    },
    ...(message !== undefined && { body: JSON.stringify(message) }),
    isBase64Encoded: false,
  };
}

/** Returns an event of a Lambda authorizer of type REQUEST. */
function authorization(credential: string): unknown {
  return {
    ...(request('POST', credential, '') as object),
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    body: undefined,
  };
}

/** Returns an event of a trigger of Cognito. */
function trigger(triggerSource: string, sub: string, more: object = {}): unknown {
  return {
    version: triggerSource.startsWith('TokenGeneration') ? '2' : '1',
    triggerSource,
    region: 'us-east-1',
    userPoolId: 'us-east-1_TEST00001',
    userName: 'alice',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'testclient' },
    request: {
      userAttributes: {
        sub,
        email: 'alice@acme.test',
        email_verified: 'true',
        'cognito:user_status': 'CONFIRMED',
      },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes: ['aws.cognito.signin.user.admin'],
      ...more,
    },
    response: {},
  };
}

const LABELS = '{ listLabels(filter: { name: { eq: "by the bundle" } }) { items { name } } }';
const EXISTS = { statusCode: 200, body: { data: { listLabels: { items: [{ name: 'by the bundle' }] } } } };
const UNAUTHENTICATED = { statusCode: 401, body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } };
const allow = (effect: 'Allow' | 'Deny'): object => ({ policyDocument: { Statement: [{ Effect: effect }] } });

/** The events of each function. A test demands them for every function of `function-names.ts`. */
export const scenarios: Readonly<Partial<Record<FunctionName, Scenario>>> = {
  graphql: {
    hosts: ['cognito-idp', 'dynamodb', 'secretsmanager', 'sts'],
    steps: [
      {
        what: 'a mutation',
        event: ({ user }) =>
          request('POST', user, 'mutation { createLabel(input: { name: "by the bundle" }) { name } }'),
        answers: { statusCode: 200, body: { data: { createLabel: { name: 'by the bundle' } } } },
      },
      { what: 'a GET', event: ({ user }) => request('GET', user, LABELS), answers: EXISTS },
      { what: 'an API key', event: ({ key }) => request('POST', key, LABELS), answers: EXISTS },
      { what: 'no token', event: () => request('POST', null, LABELS), answers: UNAUTHENTICATED },
      {
        what: 'an invalid query',
        event: ({ user }) => request('POST', user, '{ nonsense }'),
        answers: {
          statusCode: 200,
          body: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
        },
      },
      {
        what: 'an export',
        event: ({ user }) => request('POST', user, 'mutation { requestExport { status } }'),
        answers: { statusCode: 200, body: { data: { requestExport: { status: 'WAITING' } } } },
      },
    ],
  },
  authorizer: {
    hosts: ['cognito-idp', 'dynamodb'],
    steps: [
      {
        what: 'a token',
        event: ({ user }) => authorization(user),
        answers: { ...allow('Allow'), context: { tenantId: 'acme', plan: 'enterprise' } },
      },
      { what: 'an API key', event: ({ key }) => authorization(key), answers: allow('Allow') },
      { what: 'a forged token', event: ({ user }) => authorization(`${user}x`), answers: allow('Deny') },
    ],
  },
  operator: {
    hosts: ['cognito-idp', 'dynamodb', 's3', 'secretsmanager'],
    steps: [
      {
        what: 'a query',
        event: ({ operator }) => request('POST', operator, '{ tenants { items { id } } }'),
        answers: {
          statusCode: 200,
          body: { data: { tenants: { items: [{ id: 'acme' }, { id: 'globex' }] } } },
        },
      },
      {
        what: 'a file of an archive',
        event: ({ operator }) =>
          request(
            'POST',
            operator,
            'mutation { uploadArchivePart(uploadId: "8b0e4a52-6a0e-4b9f-9c7f-0f5d3e1c2a10", name: "manifest.json", base64: "e30=") }',
          ),
        answers: { statusCode: 200, body: { data: { uploadArchivePart: true } } },
      },
      {
        what: 'a token of a tenant',
        event: ({ user }) => request('POST', user, '{ tenants { items { id } } }'),
        answers: UNAUTHENTICATED,
      },
    ],
  },
  'operator-authorizer': {
    hosts: ['cognito-idp'],
    steps: [
      { what: 'a token', event: ({ operator }) => authorization(operator), answers: allow('Allow') },
      { what: 'a token of a tenant', event: ({ user }) => authorization(user), answers: allow('Deny') },
    ],
  },
  socket: {
    hosts: ['cognito-idp', 'dynamodb', 'secretsmanager', 'sts'],
    steps: [
      {
        what: 'a handshake',
        event: () => socket('$connect', CONNECTION),
        answers: { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'graphql-transport-ws' } },
      },
      {
        what: 'a token',
        event: ({ user }) =>
          socket('connection_init', CONNECTION, {
            type: 'connection_init',
            payload: { authorization: `Bearer ${user}` },
          }),
        answers: { statusCode: 200, body: { type: 'connection_ack' } },
      },
      {
        what: 'a subscription',
        event: () =>
          socket('subscribe', CONNECTION, {
            id: '1',
            type: 'subscribe',
            payload: { query: 'subscription { onCreateLabel { name } }' },
          }),
        answers: { statusCode: 200, body: { type: 'pong', payload: { armed: '1' } } },
      },
      {
        what: 'a query, which a socket does not answer',
        event: () =>
          socket('subscribe', CONNECTION, { id: '2', type: 'subscribe', payload: { query: LABELS } }),
        answers: { statusCode: 200, body: { type: 'error', id: '2' } },
      },
      { what: 'the schedule', event: () => ({}), answers: { statusCode: 200 } },
      {
        what: 'another handshake',
        event: () => socket('$connect', 'another'),
        answers: { statusCode: 200 },
      },
      { what: 'its end', event: () => socket('$disconnect', 'another'), answers: { statusCode: 200 } },
    ],
  },
  changes: {
    hosts: ['dynamodb', 'secretsmanager', `${SOCKET_API_ID}.execute-api`, 'sqs', 'sts'],
    steps: [
      {
        what: 'a new row, which a connection has subscribed to',
        event: ({ table }) =>
          stream(
            { __pk: 'T#acme#Label', __sk: 'of-a-stream#' },
            { table, item: { id: 'of-a-stream', name: 'seen by the bundle' } },
          ),
        answers: { batchItemFailures: [] },
      },
      {
        what: 'a new job, in the stream of the control table',
        event: ({ job }) => stream({ pk: 'TENANT#acme', sk: `JOB#${job}` }),
        answers: { batchItemFailures: [] },
      },
      {
        what: 'a record that cannot be read',
        event: () => stream({ other: 'x' }),
        answers: { batchItemFailures: [] },
        logs: /"ChangesUnread":1/,
      },
    ],
  },
  work: {
    hosts: ['dynamodb', 's3', 'secretsmanager', 'sts'],
    steps: [
      { what: 'the schedule', event: () => ({}), answers: { batchItemFailures: [] }, logs: /"JobWait":/ },
      {
        what: 'the upkeep of a tenant',
        event: () => message({ tenantId: 'acme', is: 'upkeep' }),
        answers: { batchItemFailures: [] },
      },
      {
        what: 'an export',
        event: ({ job }) => message({ tenantId: 'acme', is: 'job', jobId: job }),
        answers: { batchItemFailures: [] },
        logs: /"is":"job".*"outcome":"DONE"/,
      },
      {
        what: 'a message that is no work',
        event: () => message({}),
        answers: { batchItemFailures: [{ itemIdentifier: MESSAGE }] },
        logs: /"TenantsFailed":1/,
      },
    ],
  },
  meter: {
    hosts: ['dynamodb', 's3'],
    steps: [{ what: 'the schedule', event: () => ({}), answers: null, logs: /"hours":1,.*"UsageRounds":1/ }],
  },
  'pre-token': {
    hosts: ['dynamodb'],
    steps: ['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens'].map((source) => ({
      what: source,
      event: ({ sub }: Known) => trigger(source, sub),
      answers: {
        response: {
          claimsAndScopeOverrideDetails: {
            accessTokenGeneration: { claimsToAddOrOverride: { 'custom:tenantId': 'acme' } },
            groupOverrideDetails: { groupsToOverride: ['ADMIN'] },
          },
        },
      },
    })),
  },
  'pre-sign-up': {
    hosts: ['dynamodb'],
    steps: [
      {
        what: 'a user without an invitation',
        event: ({ sub }) =>
          trigger('PreSignUp_SignUp', sub, { clientMetadata: { invitation: 'x'.repeat(43) } }),
        fails: /invitation/,
      },
      {
        what: 'a user of an administrator',
        event: ({ sub }) => trigger('PreSignUp_AdminCreateUser', sub),
        answers: { triggerSource: 'PreSignUp_AdminCreateUser' },
      },
    ],
  },
  'post-confirmation': {
    hosts: ['dynamodb'],
    steps: [
      {
        what: 'a user without an invitation',
        event: ({ sub }) => trigger('PostConfirmation_ConfirmSignUp', sub),
        answers: { triggerSource: 'PostConfirmation_ConfirmSignUp' },
      },
      {
        what: 'a token that is no invitation',
        event: ({ sub }) =>
          trigger('PostConfirmation_ConfirmSignUp', sub, { clientMetadata: { invitation: 'x'.repeat(43) } }),
        fails: /invitation/,
      },
    ],
  },
};
