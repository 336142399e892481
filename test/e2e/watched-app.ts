import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

/** A line that `npm run dev` prints for programs. */
export interface ChangeLine {
  readonly is: 'served' | 'refused';
  readonly files: readonly string[];
  readonly fixed?: boolean;
  readonly ms?: number;
  readonly problems?: string;
}

/** A small app in a folder of its own, and the server that watches it. */
export interface WatchedApp {
  readonly server: TestServer;
  read(file: string): string;
  /** Saves files together, and waits for what becomes of the change. */
  save(files: Readonly<Record<string, string>>): Promise<ChangeLine>;
  /** Waits until generated files were written as often as this. */
  generated(times: number): Promise<void>;
  stop(): Promise<void>;
}

/** The files of the app, before any change. */
export const FILES = {
  'schema/note.graphql': `type Note @model @auth(rules: [{ allow: private }]) {
  id: ID!
  text: String!
  topic: String!
}

extend type Query {
  shout(text: String!): String
}
`,
  'schema/seed.json': JSON.stringify({
    tenants: [{ id: 'acme', plan: 'free' }],
    users: [{ username: 'alice', password: 'Alice-2026', tenant: 'acme', groups: ['ADMIN'] }],
    rows: { acme: { Note: [{ id: 'n1', text: 'Buy paint', topic: 'fence' }] } },
  }),
  'resolvers/Query.ts': `import { loud } from './lib/loud.ts';

export const Query = {
  shout: (_root: unknown, { text }: { text: string }): string => loud(text),
};
`,
  'resolvers/lib/loud.ts': 'export const loud = (text: string): string => `${text}!`;\n',
};

export async function watchApp(): Promise<WatchedApp> {
  const folder = temporaryFolder();
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  };
  write(FILES);
  cpSync('test/fixture/plans.json', join(folder, 'plans.json'));
  const option = (name: string): string[] => [`--${name}`, join(folder, name)];
  const server = await startServer({
    args: [
      '--watch',
      ...['schema', 'resolvers', 'schedules', 'generated'].flatMap(option),
      '--plans',
      join(folder, 'plans.json'),
    ],
  });
  const lines = async (member: string, times: number): Promise<unknown[]> => {
    // Each line belongs to one part of the pattern, so that it is matched in one way only.
    const pattern = `(?:^\\{"${member}":.*\\n(?:(?!\\{"${member}":).*\\n)*){${times}}`;
    const output = await server.prints(new RegExp(pattern, 'm'));
    return output
      .split('\n')
      .filter((line) => line.startsWith(`{"${member}":`))
      .map((line) => (JSON.parse(line) as Readonly<Record<string, unknown>>)[member]);
  };
  let changes = 0;
  await lines('generated', 1);
  return {
    server,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    async save(files) {
      write(files);
      changes += 1;
      return (await lines('change', changes)).at(changes - 1) as ChangeLine;
    },
    generated: async (times) => {
      await lines('generated', times);
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
