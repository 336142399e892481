import type { FunctionName } from '../../src/lambda/function-names.ts';
import {
  authorization,
  message,
  request,
  socket,
  stream,
  trigger,
} from '../../infra/test/lambda/aws-events.ts';
import type { Cloud } from './cloud.ts';
import { OPERATIONS } from './scenarios.ts';

/** The start of a function, and its first event. */
export interface ColdStart {
  readonly name: FunctionName;
  /** The number of types of its schema; null for the fixture's. */
  readonly models: number | null;
  /** Returns the event; null measures the start alone. */
  readonly event: (cloud: Cloud) => unknown;
}

type Event = ColdStart['event'];

const EVENTS: Readonly<Record<FunctionName, Event>> = {
  graphql: ({ tokens }) => request('POST', tokens.plain, OPERATIONS.get),
  socket: () => socket('$connect', 'L0SM9cOFvHcCIhw='),
  authorizer: ({ tokens }) => authorization(tokens.plain),
  operator: ({ tokens }) => request('POST', tokens.operator, '{ tenants { items { id } } }'),
  'operator-authorizer': ({ tokens }) => authorization(tokens.operator),
  changes: () => stream({ pk: 'TENANT#acme', sk: 'JOB#none' }),
  work: () => message({}),
  webhooks: () => message({ tenantId: 'acme', is: 'upkeep' }),
  files: () => message({ detail: null, 'detail-type': 'Object Created' }),
  // Its schedule reads S3, which the bench does not have.
  meter: () => null,
  'pre-token': ({ sub }) => trigger('TokenGeneration_RefreshTokens', sub),
  'pre-sign-up': ({ sub }) => trigger('PreSignUp_AdminCreateUser', sub),
  'post-confirmation': ({ sub }) => trigger('PostConfirmation_ConfirmSignUp', sub),
};

/** Numbers of types of a large app. The fixture has six. */
const SIZES = [50, 200];

/** The cold starts, by the names that the command takes: `cold-authorizer`, `cold-graphql-200`. */
export const COLD: ReadonlyMap<string, ColdStart> = new Map<string, ColdStart>([
  ...(Object.entries(EVENTS) as [FunctionName, Event][]).map(
    ([name, event]) => [`cold-${name}`, { name, models: null, event }] as const,
  ),
  ...SIZES.map(
    (models) => [`cold-graphql-${models}`, { name: 'graphql', models, event: EVENTS.graphql }] as const,
  ),
]);
