export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { readBody } from './request-body.ts';
export type { Route } from './route.ts';
export { openSocketApi, type SocketApi, type SocketApiOptions } from './sockets/socket-api.ts';
export type { SocketLimits } from './sockets/limits.ts';
export type { SocketHandler, SocketResult, SocketRoute } from './sockets/route.ts';
export type { SocketEvent } from './sockets/event.ts';
