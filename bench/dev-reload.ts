import { FILES, watchApp } from '../test/e2e/watched-app.ts';

/** The longest median, in milliseconds, from the save of a file until its change is served. */
const BUDGET = 1000;
const SAVES = 11;

/** The files of each save in turn, by what changes. */
const changes: Readonly<Record<string, (turn: number) => Readonly<Record<string, string>>>> = {
  'a resolver': (turn) => ({ 'resolvers/Query.ts': `${FILES['resolvers/Query.ts']}// ${turn}\n` }),
  'a description': (turn) => ({ 'schema/note.graphql': `"Note ${turn}."\n${FILES['schema/note.graphql']}` }),
  'a new index, with a row to rewrite': (turn) => ({
    'schema/note.graphql': FILES['schema/note.graphql'].replace(
      'topic: String!',
      `topic: String! @index(name: "by${turn}", queryField: "notesBy${turn}")`,
    ),
  }),
};

/** Prints how long `npm run dev` takes from a save until the change is served; fails when a median is over the budget. */
async function main(): Promise<void> {
  const app = await watchApp();
  try {
    for (const [what, change] of Object.entries(changes)) {
      const times: number[] = [];
      for (let turn = 0; turn < SAVES; turn++) {
        const began = performance.now();
        const line = await app.save(change(turn));
        times.push(Math.round(performance.now() - began));
        if (line.is === 'refused') throw new Error(line.problems);
      }
      times.sort((a, b) => a - b);
      const median = times[(SAVES - 1) / 2] ?? 0;
      process.stdout.write(
        `${what}: served ${times[0] ?? 0} ms (min), ${median} ms (median), ${times.at(-1) ?? 0} ms (max) after the save\n`,
      );
      if (median > BUDGET) process.exitCode = 1;
    }
  } finally {
    await app.stop();
  }
}

void main();
