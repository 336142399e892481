export {
  completeFrame,
  errorFrame,
  KEEP_ALIVE_FRAME,
  nextFrame,
  protocolOf,
  type Protocol,
} from './protocol/index.ts';
export {
  openDelivery,
  openReplay,
  type Delivery,
  type DeliveryParts,
  type Replay,
  type ReplayParts,
} from './delivery/index.ts';
export { inParallel } from './in-parallel.ts';
