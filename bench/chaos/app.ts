import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readModel } from '../../src/model/index.ts';
import { plainSdl } from '../../test/beyond/plain-requests.ts';
import { UPLOADS_SDL } from './uploads.ts';

/** The plain model. Its counts are exact, so that each is compared with the rows at once. */
const COUNTED = plainSdl.replaceAll('@model @auth', '@model(counts: EXACT) @auth');
/** The schema of the plain model, with one type whose writes are audited, one whose events are kept, and one with files. */
const SDL = `${COUNTED.replace('type Lock @model(counts: EXACT)', 'type Lock @model(counts: EXACT) @audit')}
  type Signal @model(subscriptions: { replay: "1h" }) @auth(rules: [{ allow: private }]) {
    id: ID!
    tenant: String!
  }
  ${UPLOADS_SDL}
`;

/** The model of the schema. The keys of rows begin with the numbers of its types. */
export const { model: appModel } = readModel([{ file: 'schema.graphql', text: SDL }]);

/** Writes a schema and a seed in which each user owns a tenant of the same name. Returns the options of `npm start`. */
export function writeApp(folder: string, users: readonly string[]): string[] {
  const seed = {
    tenants: users.map((id) => ({ id, name: id, plan: 'enterprise' })),
    users: users.map((username) => ({
      username,
      email: `${username}@example.test`,
      password: 'A-password-2026',
      tenant: username,
      groups: ['OWNER'],
    })),
    rows: {},
    operators: [],
  };
  const schema = join(folder, 'schema.graphql');
  writeFileSync(schema, SDL);
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(seed));
  return ['--schema', schema];
}
