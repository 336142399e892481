import units from '../../test/golden/webhook-units.json';
import { logPrice, unitPrice } from './requests.ts';
import { dollars, number, price, priceLink, type Table } from './table.ts';

const ALONE = units['a message that its endpoint accepts at the first attempt'];
/** Calls of the queue for a message that is alone: sent, received and deleted. */
const QUEUE = 3;
/**
 * What the function "webhooks" takes for a message that is alone, and the kB that leave. The server of the tenant answers within these
 * seconds. They are not measured on AWS.
 */
const CALL = { seconds: 0.2, gb: 1, logKb: 1, sentKb: 1 };

/** Returns a table of what leaves a stage: messages to webhooks, mails, and events about tenants. */
export function noticesTable(): Table {
  const { reads, writes } = ALONE;
  const run = CALL.seconds * 1e6 * CALL.gb * price('functionSeconds') + price('functionCalls');
  const parts: readonly (readonly [string, string, number])[] = [
    [
      priceLink('records of a message', 'writes'),
      `${number(reads)} M reads × ${price('reads')}, + ${number(writes)} M writes × ${price('writes')}`,
      unitPrice(ALONE),
    ],
    [
      priceLink('its queue', 'queueCalls'),
      `${QUEUE} M × ${price('queueCalls')}`,
      QUEUE * price('queueCalls'),
    ],
    [
      priceLink('its function', 'functionSeconds'),
      `1 M × ${CALL.seconds} s × ${CALL.gb} GB × ${number(price('functionSeconds'))}, + 1 M × ${price('functionCalls')}`,
      run,
    ],
    [priceLink('its logs', 'logGb'), `${CALL.logKb} GB × ${number(logPrice(1))}`, logPrice(CALL.logKb)],
    [
      priceLink('to the internet', 'internetGb'),
      `${CALL.sentKb} GB × ${price('internetGb')}`,
      CALL.sentKb * price('internetGb'),
    ],
  ];
  const sum = parts.reduce((total, [, , usd]) => total + usd, 0);
  return [
    ['what', 'arithmetic for a million', '$'],
    ...parts.map(([part, arithmetic, usd]) => [part, arithmetic, dollars(usd)]),
    ['**a message to a webhook**', 'each alone, and accepted at the first attempt', `**${dollars(sum)}**`],
    [priceLink('a mail', 'mails'), `1 M × ${price('mails')}`, dollars(price('mails'))],
    [
      priceLink('an event about a tenant', 'busEvents'),
      `1 M × ${price('busEvents')}`,
      dollars(price('busEvents')),
    ],
  ];
}
