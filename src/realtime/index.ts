export {
  openDelivery,
  openReplay,
  type Delivery,
  type DeliveryParts,
  type Replay,
  type ReplayParts,
} from './delivery/index.ts';
export { disconnect } from './disconnect.ts';
export { connect } from './socket/connect.ts';
export { message } from './socket/message.ts';
export type { SocketParts, SocketRequest } from './socket/socket-parts.ts';
export { sweep } from './socket/sweep.ts';
