export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { readBody } from './request-body.ts';
export type { Route } from './route.ts';
