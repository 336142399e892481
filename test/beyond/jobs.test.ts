import { createWorkHandler } from '../../src/lambda/index.ts';
import type { LogEntry } from '../../src/server/index.ts';
import { workQueueOf } from '../../src/local/background.ts';
import { deliver } from '../../src/local-cloud/sqs/index.ts';
import { openBehind, upkeepOf, type Behind } from '../shared/background.ts';
import { openTestApi, type TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';

const sdl = /* GraphQL */ `
  type Shelf @model @auth(rules: [{ allow: private }]) {
    id: ID!
    books: [Book] @hasMany(onDelete: CASCADE)
  }
  type Book @model @auth(rules: [{ allow: private }]) {
    id: ID!
  }
`;

/** More rows than one transaction can delete. */
const BOOKS = 120;

let api: TestApi;
let behind: Behind;
afterEach(() => api.close());
/** Number of transactions that still reach the database; later ones fail as if the process had died. */
let left = Infinity;
async function open(silos: readonly string[]): Promise<void> {
  left = Infinity;
  api = await openTestApi({
    sdl,
    silos,
    through: (send) => (command, options) => {
      if (command.name === 'TransactWriteItems' && (left -= 1) < 0) throw new Error('cut off');
      return send(command, options);
    },
  });
  behind = openBehind(api);
}

/** Returns what a reader sees when the consumer has counted all changes. */
const seen = async (): Promise<unknown> => {
  await behind.changes();
  return dataOf(await api.ask('alice', '{ getShelf(id: "s") { id } countShelves countBooks }'));
};

test.each([[[]], [['acme']]])(
  'rows of an interrupted delete are hidden at once, and a job deletes the rest, with silo tables for %j',
  async (silos) => {
    await open(silos);
    dataOf(await api.ask('alice', 'mutation { createShelf(input: { id: "s" }) { id } }'));
    const mutation = 'mutation ($input: [CreateBookInput!]!) { createBooks(input: $input) { id } }';
    for (const part of [0, 1, 2]) {
      const input = Array.from({ length: BOOKS / 3 }, (_, n) => ({ id: `${part}-${n}`, shelfBooksId: 's' }));
      dataOf(await api.ask('alice', mutation, { input }));
    }

    left = 6;
    const cut = await api.ask('alice', 'mutation { deleteShelf(input: { id: "s" }) { id } }');
    expect(cut.errors.map(({ extensions }) => extensions['code'])).toEqual(['INTERNAL']);
    left = Infinity;
    // The first transaction marked the shelf; each of the next five deleted a book.
    expect(await seen()).toEqual({ getShelf: null, countShelves: 0, countBooks: BOOKS - 5 });
    const late = await api.ask('alice', 'mutation { createBook(input: { shelfBooksId: "s" }) { id } }');
    expect(late.errors.map(({ extensions }) => extensions['code'])).toEqual(['DANGLING_REFERENCE']);

    const { work } = api.background;
    await work(upkeepOf('acme', 'globex'));
    const resumed = expect.objectContaining({
      message: 'jobs resumed',
      tenantId: 'acme',
      resumed: 1,
    }) as object;
    const times = (): number => api.log.filter(({ message }) => message === 'jobs resumed').length;
    expect(api.log).toContainEqual(resumed);
    expect(await seen()).toEqual({ getShelf: null, countShelves: 0, countBooks: 0 });

    const before = times();
    await work(upkeepOf('acme'));
    expect(times()).toBe(before);
    // The id is free again when the job has ended.
    expect((await api.ask('alice', 'mutation { createShelf(input: { id: "s" }) { id } }')).errors).toEqual(
      [],
    );
  },
);

test('the worker works on the delete of each tenant for a slice, so that a large one delays no other', async () => {
  await open([]);
  const users = { acme: 'alice', globex: 'carol' };
  const mutation = 'mutation ($input: [CreateBookInput!]!) { createBooks(input: $input) { id } }';
  for (const user of Object.values(users)) {
    dataOf(await api.ask(user, 'mutation { createShelf(input: { id: "s" }) { id } }'));
    for (const part of [0, 1, 2]) {
      const input = Array.from({ length: BOOKS / 3 }, (_, n) => ({ id: `${part}-${n}`, shelfBooksId: 's' }));
      dataOf(await api.ask(user, mutation, { input }));
    }
    left = 6;
    await api.ask(user, 'mutation { deleteShelf(input: { id: "s" }) { id } }');
    left = Infinity;
  }
  const log: LogEntry[] = [];
  // Each look at the clock takes a tenth of a second.
  let clock = Date.now();
  const platform = { ...api.jobParts.platform, now: () => (clock += 100) };
  const { messages } = api.background;
  const queue = workQueueOf(messages);
  const parts = { ...api.jobParts, platform };
  const work = createWorkHandler({ parts, queue, log: (entry) => log.push(entry) });
  await queue.send(['acme', 'globex'].map((tenantId) => ({ tenantId, is: 'upkeep' })));
  for (let message = messages.receive(); message; message = messages.receive())
    await deliver(messages, message, (event) => work(event, { getRemainingTimeInMillis: () => 64_000 }));
  const slices = log.filter(({ message }) => message === 'jobs resumed');
  expect(slices.slice(0, 2)).toMatchObject([
    { tenantId: 'acme', ended: 0 },
    { tenantId: 'globex', ended: 0 },
  ]);
  await behind.changes();
  for (const [tenantId, user] of Object.entries(users)) {
    expect(slices).toContainEqual(expect.objectContaining({ tenantId, ended: 1 }));
    expect(dataOf(await api.ask(user, '{ countBooks }'))).toEqual({ countBooks: 0 });
  }
});
