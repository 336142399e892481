export { consumeChanges } from './consume-changes.ts';
export { WAKING_CHANGES } from './waking-changes.ts';
