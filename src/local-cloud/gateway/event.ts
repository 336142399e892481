import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

import { forwardedHeaders, sourceIpOf } from './forwarded-headers.ts';

/** The deployed API that the gateway represents. */
export interface Api {
  readonly stage: string;
  readonly apiId: string;
  readonly region: string;
  readonly accountId: string;
}

/** The ids of a request in answers, logs and traces. */
export interface RequestIds {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
}

/** A request whose resource is known. */
export interface Call {
  readonly request: IncomingMessage;
  readonly ids: RequestIds;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The path below the stage, as the client sent it. */
  readonly path: string;
  /** The resource's path, such as `/orders/{id}`. */
  readonly resource: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** The authorizer's context for the handler: flat, and all text except the latency. */
export type AuthorizerContext = Readonly<Record<string, string | number | null>>;

/** Creates the ids of a request. Continues a trace that the client began (X-Ray, "Tracing header"). */
export function openRequestIds(request: IncomingMessage, receivedAt: number): RequestIds {
  const given = request.headers['x-amzn-trace-id'];
  const seconds = Math.floor(receivedAt / 1000).toString(16);
  return {
    requestId: randomUUID(),
    extendedRequestId: randomBytes(11).toString('base64'),
    traceId:
      typeof given === 'string' && given.includes('Root=')
        ? given
        : `Root=1-${seconds}-${randomBytes(12).toString('hex')}`,
  };
}

/**
 * Returns the ARN that an authorizer's policy is judged by (API Gateway, "Resource format of permissions").
 */
function methodArnOf(api: Api, call: Call): string {
  const method = call.request.method ?? 'GET';
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${api.apiId}/${api.stage}/${method}${call.path}`;
}

/** Returns the event of a Lambda proxy integration, payload version 1.0. */
export function proxyEvent(
  api: Api,
  call: Call,
  body: Buffer,
  authorizer: AuthorizerContext | undefined,
  usageKey: string | undefined | null,
): APIGatewayProxyEvent {
  const context = requestContext(api, call);
  return {
    ...described(call),
    // Without binary media types a REST API passes every body on as UTF-8 text.
    body: body.byteLength === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
    requestContext: {
      ...context,
      identity: {
        ...context.identity,
        apiKey: usageKey ?? null,
        apiKeyId: usageKey ? shortId(usageKey) : null,
      },
      authorizer,
    },
  };
}

/** Returns the event of a Lambda authorizer of type REQUEST. It has no body, and its maps are never null. */
export function authorizerEvent(api: Api, call: Call): APIGatewayRequestAuthorizerEvent {
  const request = described(call);
  return {
    type: 'REQUEST',
    methodArn: methodArnOf(api, call),
    ...request,
    queryStringParameters: request.queryStringParameters ?? {},
    multiValueQueryStringParameters: request.multiValueQueryStringParameters ?? {},
    pathParameters: request.pathParameters ?? {},
    stageVariables: {},
    requestContext: { ...requestContext(api, call), authorizer: undefined },
  };
}

function described(call: Call) {
  const headers = forwardedHeaders(call.request, call.ids.traceId);
  return {
    resource: call.resource,
    path: call.path,
    httpMethod: call.request.method ?? 'GET',
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    queryStringParameters: call.query.size === 0 ? null : lastValues(call.query),
    multiValueQueryStringParameters: call.query.size === 0 ? null : allValues(call.query),
    pathParameters: call.parameters.size === 0 ? null : Object.fromEntries(call.parameters),
    stageVariables: null,
  };
}

function requestContext(api: Api, call: Call) {
  const { request, ids, receivedAt, resource } = call;
  const domainName = (request.headers.host ?? 'localhost').replace(/:\d+$/, '');
  return {
    accountId: api.accountId,
    apiId: api.apiId,
    domainName,
    domainPrefix: domainName.split('.', 1)[0] ?? domainName,
    extendedRequestId: ids.extendedRequestId,
    httpMethod: request.method ?? 'GET',
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: null,
      apiKeyId: null,
      caller: null,
      clientCert: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: sourceIpOf(request),
      user: null,
      userAgent: request.headers['user-agent'] ?? null,
      userArn: null,
    },
    path: `/${api.stage}${call.path}`,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: ids.requestId,
    requestTime: commonLogTime(receivedAt),
    requestTimeEpoch: receivedAt,
    resourceId: shortId(resource).slice(0, 6),
    resourcePath: resource,
    stage: api.stage,
  };
}

/** Returns an id in place of one that AWS generates. */
function shortId(of: string): string {
  return createHash('sha256').update(of).digest('hex').slice(0, 10);
}

export function lastValues(values: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));
}

export function allValues(values: ReadonlyMap<string, readonly string[]>): Record<string, string[]> {
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all]]));
}

/** Returns a time in the Common Log Format: `24/Nov/2026:06:50:09 +0000`. */
export function commonLogTime(epoch: number): string {
  const [, day, month, year, time] = new Date(epoch).toUTCString().split(' ');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}:${time ?? ''} +0000`;
}
