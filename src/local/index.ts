export { openLocalCloud, type LocalCloud } from './open-local-cloud.ts';
export { listable } from './page-config.ts';
export { MAILBOX_PAGE } from './mailbox.ts';
export type { App } from './ground.ts';
