export { openDelivery, type Delivery } from './delivery.ts';
export { openJournal, type Journal } from './journal.ts';
export { matchesPattern } from './matches-pattern.ts';
