import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';

import type { CustomDomain } from './stage.ts';

/** The first part of every path. */
export const STAGE_NAME = 'api';

/** The metrics of an API, whichever kind it is of. */
export type WatchedApi = Pick<RestApi, 'metricCount' | 'metricLatency' | 'metricServerError'>;

/** A way into a GraphQL API. */
export interface Door {
  readonly api: WatchedApi;
  readonly accessLog: LogGroup;
  /** The address of the API: `https://…/api/graphql`. */
  readonly endpoint: string;
  /** Serves the API also under a custom domain. Returns the name to which a DNS record of the domain must point. */
  serveAs(domain: CustomDomain): string;
}
