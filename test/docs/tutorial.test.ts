import { readFileSync } from 'node:fs';

import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { readServedSources } from '../../src/app/schema-sources.ts';
import { readModel } from '../../src/model/index.ts';
import { checkResolvers } from '../../src/engine/index.ts';
import { platformResolversFor } from '../../src/platform/index.ts';
import { FIXTURE } from '../../codegen/places.ts';

const page = readFileSync('docs/tutorial.md', 'utf8');

/** Returns the code block of a language that contains a text, without its fences. */
function block(kind: string, holding: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n([^]*?)^\`\`\`$`, 'gm'))];
  return blocks.map(([, text = '']) => text).find((text) => text.includes(holding)) ?? '';
}

const milestone = { file: 'schema/app/milestone.graphql', text: block('graphql', 'type Milestone @model') };
const { model, problems } = readModel([...readServedSources(FIXTURE.schema), milestone]);

describe('docs/tutorial.md', () => {
  test('has a type that fits the schema of the sample', () => {
    expect(milestone.text).not.toBe('');
    expect(problems).toEqual([]);
  });

  test('has the resolver that checkResolvers reports as missing, with its message', async () => {
    const missing = checkResolvers(
      model,
      await loadResolvers(FIXTURE.resolvers),
      platformResolversFor(model),
    );
    expect(missing.map(({ code }) => code)).toEqual(['missing-resolver']);
    const [{ message, hint } = { message: '', hint: '' }] = missing;
    expect(page).toContain(`error: ${message}  (missing-resolver)\n${hint ?? ''}\n`);
    expect(block('ts', 'reachMilestone: (')).toContain('store.Milestone.update(');
  });

  test('has the users and projects of the seed', () => {
    const seed = JSON.parse(readFileSync(`${FIXTURE.schema}/seed.json`, 'utf8')) as {
      users: { username: string; password: string }[];
      rows: Record<string, { Project: { id: string }[] }>;
    };
    for (const { username, password } of seed.users) {
      expect(page).toMatch(new RegExp(`^ +${username} +${password.replace(/\W/g, '\\$&')} `, 'm'));
    }
    for (const { Project } of Object.values(seed.rows)) {
      for (const { id } of Project) expect(page).toContain(id);
    }
  });
});
