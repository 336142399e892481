export { createServer } from './create-server.ts';
export { describeError, jsonLog, type Log, type LogEntry } from './log.ts';
export { openContext, type ContextOptions, type RequestContext } from './open-context.ts';
export { requestRefusal } from './api-error.ts';
