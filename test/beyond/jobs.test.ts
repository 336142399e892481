import { createJobsHandler } from '../../src/lambda/index.ts';
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
}

const seen = async (): Promise<unknown> =>
  dataOf(await api.ask('alice', '{ getShelf(id: "s") { id } countShelves countBooks }'));

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

    const log: unknown[] = [];
    const parts = api.jobParts;
    const resume = createJobsHandler({ parts, log: (entry) => log.push(entry) });
    await resume({ tenants: ['acme', 'globex'] });
    expect(log).toContainEqual(
      expect.objectContaining({ message: 'jobs resumed', tenantId: 'acme', resumed: 1 }),
    );
    expect(await seen()).toEqual({ getShelf: null, countShelves: 0, countBooks: 0 });

    log.length = 0;
    await resume({ tenants: ['acme'] });
    expect(log).not.toContainEqual(expect.objectContaining({ message: 'jobs resumed' }));
    // The id is free again when the job has ended.
    expect((await api.ask('alice', 'mutation { createShelf(input: { id: "s" }) { id } }')).errors).toEqual(
      [],
    );
  },
);
