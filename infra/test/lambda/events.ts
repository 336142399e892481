import type { FunctionName } from '../../../src/lambda/function-names.ts';
import { CONNECTION, SOCKET_HOST } from '../../../test/shared/cloud-over-http.ts';
import {
  authorization,
  message,
  MESSAGE,
  objectEvent,
  request,
  restCall,
  scanEvent,
  socket,
  stream,
  trigger,
} from './aws-events.ts';
import { partitionOf } from '../../../test/shared/partition-of.ts';
import { fixtureApp } from '../fixture-app.ts';

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
  /** The key of an image in the bucket of files, whose upload was not completed. */
  readonly image: string;
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
  'dynamodb' | 'events' | 'sts' | 's3' | 'sqs' | 'secretsmanager' | 'cognito-idp' | typeof SOCKET_HOST;

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
        what: 'a row by REST',
        event: ({ user }) => restCall('GET', user, '/v1/labels/urgent'),
        answers: { statusCode: 200, body: { id: 'urgent', name: 'urgent' } },
      },
      {
        what: 'a path of REST that leads nowhere',
        event: ({ user }) => restCall('DELETE', user, '/v1/nothing/1'),
        answers: { statusCode: 404, headers: { 'content-type': 'application/problem+json; charset=utf-8' } },
      },
      {
        what: 'the document of REST',
        event: ({ user }) => restCall('GET', user, '/openapi.json'),
        answers: { statusCode: 200, body: { info: {} } },
      },
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
    hosts: ['dynamodb', 'events', 'secretsmanager', SOCKET_HOST, 'sqs', 'sts'],
    steps: [
      {
        what: 'a new row, which a connection has subscribed to',
        event: ({ table }) =>
          stream(
            { __pk: partitionOf('acme', 'Label', fixtureApp.model), __sk: 'of-a-stream#' },
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
        what: 'an event of the audit that is published',
        event: () =>
          stream(
            { pk: 'TENANT#acme', sk: 'EVENT#1' },
            {
              item: {
                ...{ id: '1', tenantId: 'acme', at: '2026-11-30T00:00:00.000Z' },
                ...{ action: 'tenant.suspended', outcome: 'DONE', detail: {} },
                actor: { type: 'operator', id: 'opal', name: 'opal' },
              },
            },
          ),
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
        what: 'a run of a schedule that the app does not have',
        event: () =>
          message({
            ...{ tenantId: 'acme', is: 'schedule', name: 'none' },
            ...{ slot: '2026-11-30T00:00:00.000Z', trigger: 'slot' },
          }),
        answers: { batchItemFailures: [] },
        logs: /"is":"schedule".*"outcome":"GONE"/,
      },
      {
        what: 'a message that is no work',
        event: () => message({}),
        answers: { batchItemFailures: [{ itemIdentifier: MESSAGE }] },
        logs: /"TenantsFailed":1/,
      },
    ],
  },
  webhooks: {
    hosts: ['dynamodb', 'secretsmanager', 'sts'],
    steps: [
      {
        what: 'the webhooks of a tenant, of which none is due',
        event: () => message({ tenantId: 'acme', is: 'webhooks' }),
        answers: { batchItemFailures: [] },
        logs: /"is":"webhooks".*"outcome":"DONE"/,
      },
      {
        what: 'the work of another queue',
        event: () => message({ tenantId: 'acme', is: 'upkeep' }),
        answers: { batchItemFailures: [{ itemIdentifier: MESSAGE }] },
        logs: /"TenantsFailed":1/,
      },
    ],
  },
  files: {
    hosts: ['dynamodb', 's3', 'sts'],
    steps: [
      {
        what: 'an image, which it verifies and makes smaller by sharp',
        event: ({ image }) => message(objectEvent('Created', image)),
        answers: { batchItemFailures: [] },
        logs: /"event":"created".*"outcome":"READY"/,
      },
      {
        what: 'a file that a browser wrote',
        event: () => message(objectEvent('Created', 'files/acme/notes.txt', 12)),
        answers: { batchItemFailures: [] },
        logs: /"event":"created".*"file":"direct"/,
      },
      {
        what: 'a file that a browser deleted',
        event: () => message(objectEvent('Deleted', 'files/acme/notes.txt')),
        answers: { batchItemFailures: [] },
        logs: /"event":"deleted".*"file":"direct"/,
      },
      {
        what: 'what a scan found',
        event: ({ image }) => message(scanEvent(image, 'NO_THREATS_FOUND')),
        answers: { batchItemFailures: [] },
        logs: /"event":"scanned".*"outcome":"READY"/,
      },
      {
        what: 'a message that is no event',
        event: () => message({ detail: null, 'detail-type': 'Object Created' }),
        answers: { batchItemFailures: [{ itemIdentifier: MESSAGE }] },
        logs: /"message":"an event of a file failed"/,
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
