export { openDelivery, type Delivery } from './deliver.ts';
export type { DeliveryParts } from './delivery-parts.ts';
export { openReplay, type Replay, type ReplayParts } from './replay.ts';
