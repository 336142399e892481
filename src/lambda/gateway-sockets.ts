/** Settings of the WebSocket API of API Gateway. `infra/` deploys them, and the laptop's gateway reads them too. */

/** The stage, which ends the address: `wss://…/realtime`. Amplify appends the same to the address of an API. */
export const SOCKET_STAGE = 'realtime';

/** The expression by which the gateway chooses the route of a message. */
export const ROUTE_SELECTION = '$request.body.type';

/**
 * The routes, and whether the gateway sends the body that the function returns to the client. Every other message takes
 * `$default`.
 */
export const SOCKET_ROUTES = {
  $connect: { answers: false },
  $disconnect: { answers: false },
  connection_init: { answers: true },
  ping: { answers: true },
  subscribe: { answers: true },
  start: { answers: true },
  $default: { answers: false },
} as const satisfies Readonly<Record<string, { readonly answers: boolean }>>;

/** Minutes between two calls of the function `socket` by its schedule, for keep-alive and sweep. */
export const SOCKET_SCHEDULE_MINUTES = 1;
