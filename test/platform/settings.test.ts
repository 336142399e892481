import { openTestApi, type TestApi } from '../api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openTestApi();
});
afterEach(() => api.close());

const update = (user: string, input: object) =>
  api.ask(
    user,
    'mutation ($input: TenantSettingsInput!) { updateTenantSettings(input: $input) { settings { allowImpersonation custom } } }',
    { input },
  );
const settings = async (user: string): Promise<unknown> =>
  (await api.ask(user, '{ tenant { settings { allowImpersonation custom } } }')).data?.['tenant'];

test('an administrator changes single settings of their tenant, and every member reads them immediately', async () => {
  expect(await settings('bob')).toEqual({ settings: { allowImpersonation: false, custom: '{}' } });
  expect((await update('alice', { allowImpersonation: true })).errors).toEqual([]);
  expect((await update('olga', { custom: '{"colour": {"of": "red"}}' })).errors).toEqual([]);
  expect(await settings('bob')).toEqual({
    settings: { allowImpersonation: true, custom: '{"colour":{"of":"red"}}' },
  });
  expect(await settings('dave')).toEqual({ settings: { allowImpersonation: false, custom: '{}' } });
});

test('a MEMBER cannot change the settings', async () => {
  expect((await update('bob', {})).errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
});

test.each([
  ['[]', 'INVALID_ARGUMENTS'],
  ['null', 'INVALID_ARGUMENTS'],
  [JSON.stringify({ text: 'x'.repeat(16 * 1024) }), 'INVALID_ARGUMENTS'],
  ['{"a": 1e200}', 'VALIDATION_FAILED'],
  [`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 'VALIDATION_FAILED'],
])('custom settings that are not an object or cannot be stored are refused: %.20s', async (custom, code) => {
  expect((await update('alice', { custom })).errors.map(({ extensions }) => extensions['code'])).toEqual([
    code,
  ]);
});
