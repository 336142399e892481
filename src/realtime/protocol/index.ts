export { credentialOf, handshakeCredential, type Credential } from './credential.ts';
export {
  ackFrame,
  appsyncAckFrame,
  armedFrame,
  completeFrame,
  connectionErrorFrame,
  errorFrame,
  KEEP_ALIVE_FRAME,
  nextFrame,
  pongFrame,
  type Acknowledged,
} from './frames.ts';
export {
  parseMessage,
  type BadMessage,
  type ClientMessage,
  type WantedSubscription,
  type WantedOperation,
} from './parse-message.ts';
export { protocolOf, type Protocol } from './protocol.ts';
