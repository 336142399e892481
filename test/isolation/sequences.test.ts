import { openTestApi, type TestApi } from '../api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const addTask = async (user: string, projectId: string): Promise<unknown> => {
  const query =
    'mutation Add($projectId: ID!) { addTask(input: { projectId: $projectId, title: "Next" }) { number } }';
  const { data, errors } = await api.ask(user, query, { projectId });
  expect(errors).toEqual([]);
  return (data as { addTask: { number: string } }).addTask.number;
};

it('a sequence counts separately in each tenant when two tenants use it concurrently', async () => {
  const acme = Array.from({ length: 6 }, () => addTask('alice', 'acme-rocket'));
  const globex = Array.from({ length: 4 }, () => addTask('carol', 'globex-dam'));
  expect((await Promise.all(acme)).sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `ACME-${n}`));
  expect((await Promise.all(globex)).sort()).toEqual([1, 2, 3, 4].map((n) => `GLOBEX-${n}`));
});
