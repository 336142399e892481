import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ask } from '../e2e/ask.ts';
import { signIn } from '../e2e/sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from '../e2e/start-server.ts';

/** The schema of the acceptance tests: plain rows, a relation, rows of owners and of admins. */
const SDL = /* GraphQL */ `
  type Note
    @model(subscriptions: { onCreate: ["onCreateNote"], onUpdate: ["onUpdateNote"], replay: "1h" })
    @auth(rules: [{ allow: private }]) {
    id: ID!
    text: String
    size: Int
    weight: Float
    done: Boolean
    tags: [String]
    colour: Colour
    secret: String @auth(rules: [{ allow: groups, groups: ["ADMIN"] }])
    topicId: ID @index(name: "byTopic", queryField: "notesByTopic")
    topic: Topic @belongsTo(fields: ["topicId"])
  }
  type Topic @model @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String!
    notes: [Note] @hasMany(indexName: "byTopic", fields: ["id"])
  }
  type Diary @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
  type Vault @model @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) {
    id: ID!
    text: String
  }
  enum Colour {
    RED
    GREEN
  }
  type Subscription {
    topicAdded(title: String): Topic @aws_subscribe(mutations: ["createTopic"])
  }
`;

export const PASSWORD = 'Secret-2026!';
const user = (username: string, tenant: string, groups: readonly string[] = []): object => ({
  username,
  password: PASSWORD,
  tenant,
  groups,
});
const SEED = {
  tenants: ['acme', 'globex'],
  users: [
    user('ada', 'acme', ['ADMIN']),
    user('ann', 'acme'),
    user('al', 'acme'),
    user('gus', 'globex'),
    {
      username: 'sam',
      password: PASSWORD,
      memberships: [
        { tenant: 'acme', groups: [] },
        { tenant: 'globex', groups: [] },
      ],
    },
  ],
  operators: [{ username: 'opal', password: 'Opal-2026!', groups: ['ADMIN'] }],
};

/** A server with real sockets, and its users. */
export interface LiveServer extends TestServer {
  readonly socketUrl: string;
  /** The folder of its schema. */
  readonly schema: string;
  token(username: string): Promise<string>;
  /** Sends an operation of a user, and returns its data. @throws if it has errors */
  as(username: string, query: string, variables?: object): Promise<Readonly<Record<string, unknown>>>;
}

/** Starts a server of the acceptance tests, whose folder `stop` removes. */
export function startLiveServer(...args: readonly string[]): Promise<LiveServer> {
  return startLiveServerIn({}, ...args);
}

/** The same with more environment variables. */
export async function startLiveServerIn(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<LiveServer> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'schema'));
  writeFileSync(join(folder, 'schema/app.graphql'), SDL);
  writeFileSync(join(folder, 'schema/seed.json'), JSON.stringify(SEED));
  const server = await startServer({
    data: join(folder, 'data'),
    args: ['--schema', join(folder, 'schema'), ...args],
    env,
  });
  const tokens = new Map<string, Promise<string>>();
  const token = (username: string): Promise<string> => {
    const known =
      tokens.get(username) ?? signIn(server, username, PASSWORD).then(({ AccessToken }) => AccessToken);
    tokens.set(username, known);
    return known;
  };
  return {
    ...server,
    schema: join(folder, 'schema'),
    socketUrl: `${server.url.replace(/^http/, 'ws')}/realtime`,
    token,
    async as(username, query, variables) {
      const { data, errors } = await ask(server, await token(username), query, variables);
      if (errors ?? !data) throw new Error(JSON.stringify(errors));
      return data;
    },
    async stop() {
      const exit = await server.stop();
      rmSync(folder, { recursive: true, force: true });
      return exit;
    },
  };
}

/** The document that creates a note. */
export const CREATE_NOTE = 'mutation ($input: CreateNoteInput!) { createNote(input: $input) { id } }';
