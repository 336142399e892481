import { readFileSync, rmSync } from 'node:fs';

import { readModel } from '../../src/model/index.ts';
import { readPlans } from '../../src/platform/index.ts';
import { readMailFiles } from '../../src/app/read-mail-files.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { openLocalCloud, type LocalCloud } from '../../src/local/open-local-cloud.ts';
import { readServedSources } from '../../src/app/schema-sources.ts';
import { readSeed } from '../../src/app/seed/read-seed.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { temporaryFolder } from './start-server.ts';

/** Requests of a burst, and of each second, that the gateway allows; the plan of acme allows a third of them. */
const STAGE = 90;
const FREE = STAGE / 3;

let cloud: LocalCloud;
let folder: string;
beforeAll(async () => {
  const { model } = readModel(readServedSources(FIXTURE.schema));
  const { plans } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));
  const { seed } = readSeed(readFileSync(`${FIXTURE.schema}/seed.json`, 'utf8'), model, plans);
  folder = temporaryFolder();
  cloud = await openLocalCloud({
    model,
    resolvers: await loadResolvers(FIXTURE.resolvers),
    schedules: [],
    plans,
    mails: readMailFiles(FIXTURE.mails).templates,
    seed: {
      ...seed,
      tenants: seed.tenants.map((tenant) => ({
        ...tenant,
        plan: tenant.id === 'acme' ? 'free' : 'enterprise',
      })),
    },
    port: 0,
    data: folder,
    reset: false,
    throttle: { rate: STAGE, burst: STAGE },
    // The buckets never refill, however long the flood takes.
    gatewayNow: () => 0,
    cacheGets: 60,
    log: () => undefined,
    deliver: () => undefined,
  });
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (token: string, query: string): Promise<Response> =>
  fetch(`${cloud.url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
const tokenOf = async (user: string): Promise<string> => (await cloud.cognito.issueTokens(user)).accessToken;

test('the gateway throttles a tier that exceeds its rate while another tier is served', async () => {
  const [alice = '', bob = '', carol = ''] = await Promise.all(['alice', 'bob', 'carol'].map(tokenOf));
  const made = await ask(
    alice,
    'mutation { createApiKey(input: { name: "ci", roles: ["MEMBER"] }) { text } }',
  );
  const { data } = (await made.json()) as { data: { createApiKey: { text: string } } };
  const callers = [alice, bob, data.createApiKey.text];
  const flood = Array.from({ length: 4 * FREE }, (_, turn) =>
    ask(callers[turn % callers.length] ?? '', '{ countLabels }'),
  );
  const served = await Promise.all(Array.from({ length: 20 }, () => ask(carol, '{ countLabels }')));
  expect(served.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));

  const answers = await Promise.all(flood);
  const passed = answers.filter(({ status }) => status === 200);
  // The request that created the key took the first token.
  expect(passed.length).toBe(FREE - 1);
  const refused = answers.filter(({ status }) => status !== 200);
  for (const answer of refused) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    // The limit of the tenant would add this header.
    expect(answer.headers.get('ratelimit')).toBeNull();
    const message = 'The API gets too many requests at the moment: try again in a second.';
    const requestId = answer.headers.get('x-amzn-requestid');
    // A gateway does not know which door was asked, so its answer has the members of a problem too.
    expect(await answer.json()).toEqual({
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      detail: message,
      code: 'THROTTLED',
      requestId,
      retryable: true,
      message,
      errors: [
        {
          message,
          extensions: {
            code: 'THROTTLED',
            errorType: 'ThrottlingException',
            errorInfo: null,
            retryable: true,
            requestId,
          },
        },
      ],
    });
  }
});

test('with --cache-gets, answers to GET requests are cached for each user separately', async () => {
  const get = async (user: string) => {
    const query = encodeURIComponent('{ listLabels { items { id name } } }');
    const headers = { authorization: `Bearer ${tokens[user] ?? ''}`, accept: 'application/json' };
    const response = await fetch(`${cloud.url}/api/graphql?query=${query}`, { headers });
    return { made: response.headers.get('x-request-id'), text: await response.text() };
  };
  const tokens: Record<string, string> = { omar: await tokenOf('omar'), carol: await tokenOf('carol') };
  const [omar, carol] = [await get('omar'), await get('carol')];
  expect(omar.made).not.toBe(carol.made);
  const written = await ask(tokens['omar'] ?? '', 'mutation { createLabel(input: { name: "Late" }) { id } }');
  expect(await written.json()).toMatchObject({
    data: { createLabel: { id: expect.any(String) as unknown } },
  });
  expect([await get('omar'), await get('carol')]).toEqual([omar, carol]);
  const read = await ask(tokens['omar'] ?? '', '{ listLabels { items { name } } }');
  expect(await read.text()).toContain('"Late"');
});
