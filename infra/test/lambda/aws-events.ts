/** The id of the message of a queue. */
export const MESSAGE = '059f36b4-87a3-44ab-83d2-661975830a7d';

/** Returns an event of a queue with one message. */
export function message(body: object): unknown {
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

interface StreamOptions {
  readonly table?: string;
  /** The attributes of the item, next to its keys. */
  readonly item?: Item;
}
interface Item {
  readonly [name: string]: string | Item;
}

/** Returns attributes as DynamoDB writes them. */
function marshalled(item: Item): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'string' ? { S: value } : { M: marshalled(value) },
    ]),
  );
}

/** Returns an event of a table's stream with one new item. */
export function stream(
  keys: Readonly<Record<string, string>>,
  { table = 'control', item = {} }: StreamOptions = {},
): unknown {
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
export function request(httpMethod: 'GET' | 'POST', credential: string | null, query: string): unknown {
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

/** Returns an event of a REST API for a path below `/rest`, without a body. */
export function restCall(httpMethod: 'GET' | 'DELETE', credential: string, path: string): unknown {
  const event = request('GET', credential, '') as Readonly<Record<string, unknown>>;
  const { requestContext } = event as { readonly requestContext: object };
  return {
    ...event,
    resource: '/rest/{proxy+}',
    path: `/rest${path}`,
    httpMethod,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    requestContext: {
      ...requestContext,
      httpMethod,
      path: `/api/rest${path}`,
      resourcePath: '/rest/{proxy+}',
    },
  };
}

/** Returns an event of a WebSocket API, of a connection that speaks the protocol of graphql-ws. */
export function socket(routeKey: string, connectionId: string, message?: object): unknown {
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
export function authorization(credential: string): unknown {
  return {
    ...(request('POST', credential, '') as object),
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    body: undefined,
  };
}

/** Returns an event of a trigger of Cognito. */
export function trigger(triggerSource: string, sub: string, more: object = {}): unknown {
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

/** Returns an event of S3 about an object, as EventBridge sends it. */
export function objectEvent(what: 'Created' | 'Deleted', key: string, size = 0): object {
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': `Object ${what}`,
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-30T00:00:00Z',
    region: 'us-east-1',
    resources: ['arn:aws:s3:::files-of-the-test'],
    detail: {
      version: '0',
      bucket: { name: 'files-of-the-test' },
      object: { key, size, etag: 'b1946ac92492d2347c6235b4d2611184', sequencer: '00617F08299329D189' },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '111122223333',
      'source-ip-address': '192.0.2.1',
      reason: what === 'Created' ? 'PutObject' : 'DeleteObject',
    },
  };
}

/** Returns what GuardDuty says of an object that it has scanned, as EventBridge sends it. */
export function scanEvent(objectKey: string, scanResultStatus: string): object {
  return {
    version: '0',
    id: '72c7d362-737a-6dce-fc78-9e27a0171419',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    source: 'aws.guardduty',
    account: '111122223333',
    time: '2026-11-30T00:00:00Z',
    region: 'us-east-1',
    resources: ['arn:aws:guardduty:us-east-1:111122223333:malware-protection-plan/b4c7f464ab3a4EXAMPLE'],
    detail: {
      schemaVersion: '1.0',
      scanStatus: 'COMPLETED',
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: {
        bucketName: 'files-of-the-test',
        objectKey,
        eTag: 'b1946ac92492d2347c6235b4d2611184',
        versionId: '',
        s3Throttled: false,
      },
      scanResultDetails: { scanResultStatus, threats: null },
    },
  };
}
