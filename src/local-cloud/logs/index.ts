export { openDelivery, type Delivery } from './delivery.ts';
export { openJournal } from './journal.ts';
export { matchesPattern } from './matches-pattern.ts';
