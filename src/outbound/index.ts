export { openOutbound, type Outbound, type OutboundOptions } from './outbound.ts';
export { LAPTOP_TOO, type OutboundPolicy } from './policy.ts';
export type { Posted, PostRequest } from './post.ts';
export type { Resolve } from './resolve-target.ts';
