import { readFileSync } from 'node:fs';

import { TENANT_EVENTS } from '../../src/platform/index.ts';

const page = readFileSync('docs/events.md', 'utf8');
const snippets = [...page.matchAll(/```json\n([^]*?)```/g)].map(
  ([, text = '']) => JSON.parse(text) as Readonly<Record<string, unknown>>,
);

test('docs/events.md lists every event, in the order of the code, and no other', () => {
  const listed = [...page.matchAll(/^\| `([a-zA-Z]+\.[a-zA-Z]+)`/gm)].map(([, name]) => name);
  expect(listed).toEqual([...TENANT_EVENTS]);
});

test('the example of docs/events.md has the members of an event, and its rule names events that exist', () => {
  const [event, rule] = snippets;
  expect(Object.keys(event ?? {})).toEqual(['id', 'tenant', 'at', 'actor', 'data']);
  expect(TENANT_EVENTS).toEqual(expect.arrayContaining(rule?.['detail-type'] as string[]));
});
