export { deliver, openEventSource, type EventSource } from './event-source.ts';
export { openQueue, type Queue } from './queue.ts';
