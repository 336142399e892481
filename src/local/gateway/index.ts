export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { Route } from './route.ts';
