export { consumeChanges, openDone } from './consume-changes.ts';
export type { Consumer } from './consumer.ts';
export { countRows, type CountRowsParts } from './count-rows.ts';
export { deliverEvents } from './deliver-events.ts';
export { notifyWebhooks } from './notify-webhooks.ts';
export { publishEvents } from './publish-events.ts';
export { streamedTopics } from './streamed-topics.ts';
export { wakeWork } from './wake-work.ts';
export { RECORD_CHANGES, WAKING_CHANGES } from './waking-changes.ts';
