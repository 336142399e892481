export { openDelivery, type Delivery } from './delivery.ts';
export { matchesPattern } from './matches-pattern.ts';
