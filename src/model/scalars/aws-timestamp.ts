import type { AwsScalar } from './aws-scalar.ts';
import { refused } from './refused.ts';

// The first and last second of java.time.Instant. The last one is beyond 2^53: the nearest double is 1 more, and no
// reader of JSON in JavaScript can distinguish the two.
const FIRST = -31_557_014_167_219_200;
const LAST = Number(31_556_889_864_403_199n);

/**
 * Whole seconds before or after 1970-01-01T00:00Z, as a number: `1772357400`.
 * Our choice: a numeric string is refused, as GraphQL's Int does; -0 counts as 0.
 */
export const awsTimestamp: AwsScalar = {
  name: 'AWSTimestamp',
  description: 'Whole seconds since 1970-01-01T00:00Z, negative before it: 1714521600 or -86400.',
  parse(value) {
    if (typeof value === 'number' && Number.isInteger(value) && value >= FIRST && value <= LAST) return value;
    throw refused(
      'AWSTimestamp',
      value,
      'a whole number of seconds from -31557014167219200 to 31556889864403199',
    );
  },
};
