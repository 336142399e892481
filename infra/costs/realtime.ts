import units from '../../test/golden/realtime-units.json';
import { logPrice, unitPrice } from './requests.ts';
import { dollars, number, price, priceLink, type Table } from './table.ts';

/** Users of an app who are connected in working hours. */
const USERS = { many: 10_000, hours: 8, days: 22, eventsADay: 50 };
/** Minutes between two pings of a client, which the gateway would else close after ten. A ping has a pong. */
const PING_MINUTES = 9;
/** Hours after which the gateway ends a connection, and its client opens another one. */
const LIFE_HOURS = 2;
/** The messages of a connection that subscribes once: `connection_init`, `subscribe`, and the answer to each. */
const OPENING = 4;
/** The calls of the function `socket` for it: those two messages, the begin and the end. */
const CALLS = 4;
/** What a call is assumed to take: it is not measured on AWS. The logs are those of Lambda and of the gateway. */
const CALL = { seconds: 0.02, gb: 1, logKb: 1 };
/** Subscribers of an event. */
const SUBSCRIBERS = 1000;

/** Returns a table of what connections and events cost, next to AppSync. */
export function realtimeTable(): Table {
  const [minute, message] = [price('socketMinutes'), price('socketMessages')];
  const [theirMinute, theirMessage] = [price('appSyncMinutes'), price('appSyncMessages')];
  const { many, hours, days, eventsADay } = USERS;
  const minutes = (many * hours * 60 * days) / 1e6;
  const events = (many * eventsADay * days) / 1e6;
  const pings = (2 * minutes) / PING_MINUTES;
  const opened = (many * hours * days) / LIFE_HOURS / 1e6;
  const calls = opened * CALLS + pings / 2;
  const functionPrice = CALL.seconds * 1e6 * CALL.gb * price('functionSeconds') + price('functionCalls');
  const { reads: found } = consumed('an event with a related row, for 1,000 subscribers');
  const connection = consumed('connect', 'connection_init', 'subscribe', 'disconnect with two subscriptions');
  const million = 1e6 / SUBSCRIBERS;
  return [
    ['what', 'arithmetic', 'API Gateway', 'AppSync'],
    [
      priceLink('a million minutes of connections', 'socketMinutes'),
      `1 M × ${minute} or ${theirMinute}`,
      dollars(minute),
      dollars(theirMinute),
    ],
    [
      priceLink('a million messages', 'socketMessages'),
      `1 M × ${message} or ${theirMessage}`,
      dollars(message),
      dollars(theirMessage),
    ],
    [
      `${number(million)} events for ${number(SUBSCRIBERS)} subscribers each`,
      `1 M × ${message} + ${number(million)} × ${number(found)} reads × ${price('reads')} / M, or 1 M × ${theirMessage}`,
      dollars(message + (million * found * price('reads')) / 1e6),
      dollars(theirMessage),
    ],
    [
      `${number(many)} users for ${hours} h on ${days} days`,
      `${number(minutes)} M minutes × ${minute} or ${theirMinute}`,
      dollars(minutes * minute),
      dollars(minutes * theirMinute),
    ],
    [
      `their pings and pongs, each ${PING_MINUTES} minutes`,
      `${number(rounded(pings))} M × ${message} or 0`,
      dollars(pings * message),
      dollars(0),
    ],
    [
      `${eventsADay} events a day for each`,
      `${number(events)} M × ${message} or ${theirMessage}`,
      dollars(events * message),
      dollars(events * theirMessage),
    ],
    [
      `a new connection each ${LIFE_HOURS} hours, with its end`,
      `${number(opened)} M × (${OPENING} × ${message} + ${number(connection.reads)} reads × ${price('reads')} + ${number(connection.writes)} writes × ${price('writes')})`,
      dollars(opened * (OPENING * message + unitPrice(connection))),
      dollars(0),
    ],
    [
      'the function behind pings and connections',
      `${number(rounded(calls))} M × (${number(CALL.seconds)} s × ${CALL.gb} GB × ${number(price('functionSeconds'))} + ${price('functionCalls')} / M)`,
      dollars(calls * functionPrice),
      dollars(0),
    ],
    [
      'its logs, and those of the gateway',
      `${number(rounded(calls * CALL.logKb))} GB × ${dollars(logPrice(1))}`,
      dollars(logPrice(calls * CALL.logKb)),
      dollars(0),
    ],
    [
      '**their month**',
      '',
      `**${dollars(
        minutes * minute +
          (pings + events) * message +
          opened * (OPENING * message + unitPrice(connection)) +
          calls * functionPrice +
          logPrice(calls * CALL.logKb),
      )}**`,
      `**${dollars(minutes * theirMinute + events * theirMessage)}**`,
    ],
  ];
}

/** Returns a number of millions with two digits. */
function rounded(millions: number): number {
  return Math.round(millions * 100) / 100;
}

/** Returns the units of some steps together. */
function consumed(...steps: readonly (keyof typeof units)[]): {
  readonly reads: number;
  readonly writes: number;
} {
  const parts = steps.flatMap((step) => [units[step].table, units[step].control]);
  const sum = (of: 'reads' | 'writes'): number => parts.reduce((total, part) => total + part[of], 0);
  return { reads: sum('reads'), writes: sum('writes') };
}
