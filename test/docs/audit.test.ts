import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { openTestApi, type TestApi } from '../api.ts';
import { dataOf } from '../engine/answers.ts';
import { EVENTS } from '../platform/audit-reader.ts';

const page = readFileSync('docs/platform/audit.md', 'utf8');
const queries = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, query = '']) => query);

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  const mutation = 'mutation { createProject(input: { name: "Audited", budget: 987654 }) { id } }';
  dataOf(await api.ask('alice', mutation));
});
afterAll(() => api.close());

test('the queries of docs/platform/audit.md return what the page says on the sample data', async () => {
  expect(queries).toHaveLength(2);
  const [events, integrity] = await Promise.all(queries.map((query) => api.ask('alice', query)));
  const { auditEvents } = dataOf(events as NonNullable<typeof events>) as {
    auditEvents: { items: { action: string; detail: string }[] };
  };
  expect(auditEvents.items[0]).toMatchObject({ action: 'Project.created', actor: { name: 'alice' } });
  expect(auditEvents.items[0]?.detail).toContain('"budget":{"new":"[redacted]"}');
  expect(JSON.stringify(auditEvents)).not.toContain('987654');
  expect(dataOf(integrity as NonNullable<typeof integrity>)).toMatchObject({
    auditIntegrity: { ok: true, firstBroken: null },
  });
});

test('the fields and the kinds of breaks on the page are those of the hashed text and of the API', async () => {
  const { auditEvents } = dataOf(await api.ask('alice', EVENTS)) as {
    auditEvents: { items: { text: string; hash: string }[] };
  };
  const [{ text, hash } = { text: '', hash: '' }] = auditEvents.items;
  expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  const [, listed = ''] = /It holds ([^]*?), which is the `id`/.exec(page) ?? [];
  const names = [...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(names).toEqual(Object.keys(JSON.parse(text) as object));
  const kinds = [...page.matchAll(/^\| `([A-Z]+)` /gm)].map(([, kind]) => kind);
  const answer = await api.ask('alice', '{ __type(name: "TenantAuditBreakKind") { enumValues { name } } }');
  const { __type } = dataOf(answer) as { __type: { enumValues: { name: string }[] } };
  expect(kinds.toSorted()).toEqual(__type.enumValues.map(({ name }) => name).toSorted());
});
