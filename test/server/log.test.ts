import { openTestApi, type TestApi } from '../api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

describe('the log', () => {
  it('names the tenant, user and fields of a request, its duration and its DynamoDB calls', async () => {
    const before = api.log.length;
    const { headers } = await api.ask('alice', 'query Mine { myCard { id } listLabels { items { id } } }');
    expect(api.log.slice(before)).toEqual([
      {
        time: expect.stringMatching(/^20.*Z$/) as string,
        level: 'info',
        message: 'request',
        requestId: headers['x-request-id'],
        tenantId: 'acme',
        tier: 'enterprise',
        userId: api.cognito.user('alice')?.sub,
        operation: 'query',
        operationName: 'Mine',
        fields: ['myCard', 'listLabels'],
        counted: 'Mine',
        status: 200,
        errors: 0,
        ms: expect.any(Number) as number,
        bytes: expect.any(Number) as number,
        calls: 2,
        rcu: 1,
        wcu: 0,
        rowsRead: 4,
        rowsWritten: 0,
        cost: undefined,
        codes: undefined,
        metrics: expect.objectContaining({ Failures: 0, Refused: 0, ReadUnits: 1 }) as object,
      },
    ]);
  });

  it('names the error codes of an answer', async () => {
    const before = api.log.length;
    await api.ask('alice', 'mutation { closeProject(id: "nowhere") { id } }');
    expect(api.log.slice(before)).toMatchObject([
      { message: 'request', operation: 'mutation', codes: ['NOT_FOUND'] },
    ]);
  });

  it('names the code of a refused request, and no tenant', async () => {
    const before = api.log.length;
    await api.handle({
      headers: { authorization: 'Bearer nonsense', 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    expect(api.log.slice(before)).toEqual([
      {
        level: 'info',
        message: 'request refused',
        requestId: expect.any(String) as string,
        code: 'UNAUTHENTICATED',
        metrics: { Failures: 0 },
      },
    ]);
  });

  it('never contains a token, a password, a variable or a value of a row', async () => {
    const token = await api.token('bob');
    const signature = token.split('.')[2] ?? '';
    const before = api.log.length;
    const secret = 'a value that nobody else may read';
    const create = 'mutation Make($input: CreateTaskInput!) { createTask(input: $input) { id title } }';
    await api.ask('bob', create, { input: { title: secret, projectId: secret } });
    await api.ask('bob', create, { input: { title: { password: secret } } });
    await api.ask('bob', `{ getTask(id: "${secret}") { id } nobody(a: "${secret}") }`);
    await api.ask('bob', `mutation { deleteTask(input: { id: "${secret}" }) { id } }`);
    await api.ask('bob', `{ listTasks(nextToken: "${secret}") { items { id } } }`);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: `{ ${secret}`, variables: { secret } });
    await api.handle({ headers: { ...headers, authorization: `Bearer ${token}` }, body });
    await api.handle({ headers: { ...headers, authorization: `Bearer ${token}x` }, body });
    await api.handle({ headers: { ...headers, authorization: `Basic ${secret}` }, body: secret });
    const lines = JSON.stringify(api.log.slice(before));
    expect(api.log.length - before).toBeGreaterThanOrEqual(5);
    expect(lines).not.toContain(secret);
    expect(lines).not.toContain(signature);
    expect(lines).not.toContain(token.slice(0, 40));
    expect(lines).not.toContain('Bob-2026');
    expect(lines).not.toContain('bob@');
  });
});
