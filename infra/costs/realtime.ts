import { dollars, number, price, priceLink, type Table } from './table.ts';

/** Users of an app who are connected in working hours. */
const USERS = { many: 10_000, hours: 8, days: 22, eventsADay: 50 };
/** Minutes between two pings of a client, which the gateway would else close after ten. A ping has a pong. */
const PING_MINUTES = 9;
/** Subscribers of an event, and the KB of a subscription in the table: a unit reads 4 KB of them. */
const FAN_OUT = { subscribers: 1000, kb: 0.25 };
const UNIT_KB = 4;

/** Returns a table of what connections and events cost, next to AppSync. */
export function realtimeTable(): Table {
  const [minute, message] = [price('socketMinutes'), price('socketMessages')];
  const [theirMinute, theirMessage] = [price('appSyncMinutes'), price('appSyncMessages')];
  const { many, hours, days, eventsADay } = USERS;
  const minutes = (many * hours * 60 * days) / 1e6;
  const events = (many * eventsADay * days) / 1e6;
  const pings = (2 * minutes) / PING_MINUTES;
  const units = (FAN_OUT.subscribers * FAN_OUT.kb) / UNIT_KB;
  const million = 1e6 / FAN_OUT.subscribers;
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
      `${number(million)} events for ${number(FAN_OUT.subscribers)} subscribers each`,
      `1 M × ${message} + ${number(million)} × ${number(units)} reads × ${price('reads')} / M, or 1 M × ${theirMessage}`,
      dollars(message + (million * units * price('reads')) / 1e6),
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
      `${number(Math.round(pings * 100) / 100)} M × ${message} or 0`,
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
      '**their month**',
      '',
      `**${dollars(minutes * minute + (pings + events) * message)}**`,
      `**${dollars(minutes * theirMinute + events * theirMessage)}**`,
    ],
  ];
}
