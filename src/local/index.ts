export { openLocalCloud, type LocalCloud } from './open-local-cloud.ts';
export { listable } from './page-config.ts';
export type { App } from './ground.ts';
