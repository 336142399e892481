import { readFileSync } from 'node:fs';

import { openTestApi } from '../api.ts';
import type { Command } from '../../src/store/dynamo/driver/send.ts';

const page = readFileSync('docs/schema.md', 'utf8');
const section = page.split(/^## /m).find((text) => text.startsWith('What a write costs')) ?? '';
const sdl = /(?<=^```graphql\n)[^]*?(?=^```$)/m.exec(section)?.[0] ?? '';
const rows = [...section.matchAll(/^\| `(.+)` +\| ([^|:]+?) *[|:]/gm)].filter(([, asked = '']) =>
  /[{(]/.test(asked),
);

/** Returns a call as the page writes it, with the number of items of a batch or transaction. */
function written({ name, input }: Command): string {
  if (name === 'TransactWriteItems') return `${name} of ${input.TransactItems.length}`;
  if (name === 'BatchGetItem') return `${name} of ${input.Keys.length}`;
  return name;
}

test('each operation makes the calls that docs/schema.md states', async () => {
  const api = await openTestApi({ sdl });
  const made: string[][] = [];
  for (const [, asked = ''] of rows) {
    const { calls, errors } = await api.ask('alice', asked.startsWith('{') ? asked : `mutation { ${asked} }`);
    expect(errors).toEqual([]);
    made.push([asked, calls.map(({ command }) => written(command)).join(' + ')]);
  }
  await api.close();
  expect(rows.length).toBeGreaterThan(15);
  expect(made).toEqual(rows.map(([, asked, calls]) => [asked, calls]));
});
