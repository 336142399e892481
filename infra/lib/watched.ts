import type { Duration } from 'aws-cdk-lib';
import type { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';

import type { FunctionName } from '../../src/lambda/function-names.ts';
import type { WatchedApi } from './door.ts';
import type { ServedFunction } from './functions.ts';
import type { Metering } from './metering.ts';
import type { Queues } from './queues.ts';
import type { Stage } from './stage.ts';

/** The parts of a stage that are watched. */
export interface Watched {
  readonly stage: Stage;
  /** The names of the plans. */
  readonly tiers: readonly string[];
  readonly functions: Readonly<Record<FunctionName, ServedFunction>>;
  readonly tables: Readonly<Record<string, TableV2>>;
  readonly apis: Readonly<Record<string, WatchedApi>>;
  /** The WebSocket API. */
  readonly sockets: WebSocketApi;
  readonly metering: Metering;
  readonly queues: Queues;
  /** The time over which figures are summed for one point. */
  readonly period: Duration;
}
