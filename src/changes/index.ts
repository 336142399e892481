export { consumeChanges } from './consume-changes.ts';
