import { openSockets, type Sockets } from '../store/index.ts';
import {
  ROUTE_SELECTION,
  SOCKET_ROUTES,
  SOCKET_STAGE,
  type FunctionName,
  type Handlers,
} from '../lambda/index.ts';

import { openSocketApi, type SocketApi, type SocketApiOptions } from '../local-cloud/gateway/index.ts';
import { ACCOUNT, ENDPOINT_PATH, REGION, SOCKET_API_ID, type LocalIam } from './data-directory/index.ts';

/** Settings of the stand-in alone. */
export type SocketPlaneOptions = Pick<SocketApiOptions, 'limits' | 'delay' | 'log'>;

/** The WebSocket API of the tenants, and the way by which functions reach its connections. */
export interface SocketPlane {
  readonly api: SocketApi;
  /** Returns the open connections, which a function reaches with its role. */
  readonly socketsOf: (name: FunctionName) => Sockets;
}

/** Opens the WebSocket API of the tenants, with the routes of AWS. */
export function openSocketPlane(
  { socket }: Pick<Handlers, 'socket'>,
  { judge, credentialsOf }: Pick<LocalIam, 'judge' | 'credentialsOf'>,
  options: SocketPlaneOptions = {},
): SocketPlane {
  const api = openSocketApi({
    ...options,
    apiId: SOCKET_API_ID,
    accountId: ACCOUNT,
    region: REGION,
    stage: SOCKET_STAGE,
    routeSelection: ROUTE_SELECTION,
    routes: Object.entries(SOCKET_ROUTES).map(([key, { answers }]) => ({ key, answers, handler: socket })),
    // The library of Amplify appends the stage to the address of the API.
    mappedPaths: [`${ENDPOINT_PATH}/${SOCKET_STAGE}`],
    judge,
  });
  return {
    api,
    socketsOf: (name) =>
      openSockets({
        region: REGION,
        endpoint: `http://localhost/${SOCKET_STAGE}`,
        credentials: credentialsOf(name),
        requestHandler: api.connections,
      }),
  };
}
