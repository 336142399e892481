export {
  completeFrame,
  errorFrame,
  KEEP_ALIVE_FRAME,
  nextFrame,
  protocolOf,
  type Protocol,
} from './protocol/index.ts';
