import { openTestApi, type TestApi } from '../../api.ts';
import { openBehind } from '../../shared/background.ts';
import { PDF } from '../../shared/sample-files.ts';
import { enterprise } from '../plans-for-tests.ts';
import { bytesUsed, CREATE, inputFor, uploaded } from './upload.ts';

const FILES = 5;
const LIMIT = FILES * PDF.byteLength + 10;

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ plans: enterprise({ storageBytes: LIMIT }) });
});
afterAll(() => api.close());

const CANCEL = 'mutation ($id: ID!) { cancelUpload(id: $id) { id } }';

describe('the storage of a plan', () => {
  it('is not exceeded by 50 uploads that begin at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => api.ask('alice', CREATE, { input: inputFor() })),
    );
    const begun = answers.flatMap(({ data }) => (data ? [data['createUpload'] as { id: string }] : []));
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions['code']));
    expect(begun.length).toBeLessThanOrEqual(FILES);
    expect(await bytesUsed(api, 'alice')).toBe(begun.length * PDF.byteLength);
    // What lost a race against others may be repeated.
    expect(codes.filter((code) => code !== 'QUOTA_EXCEEDED' && code !== 'CONFLICT')).toEqual([]);
    for (const { id } of begun) expect((await api.ask('alice', CANCEL, { id })).errors).toEqual([]);
    expect(await bytesUsed(api, 'alice')).toBe(0);
  });

  it('is refused when it is full, shown with the plan, and free again with a row', async () => {
    const files: string[] = [];
    for (let at = 0; at < FILES; at += 1) files.push(await uploaded(api, 'alice'));
    const { errors } = await api.ask('alice', CREATE, { input: inputFor() });
    expect(errors[0]?.extensions['code']).toBe('QUOTA_EXCEEDED');
    expect(errors[0]?.message).toContain(`${FILES * PDF.byteLength} bytes are used`);
    const audit = await api.ask('olga', '{ auditEvents(limit: 50) { items { action detail } } }');
    const { items } = audit.data?.['auditEvents'] as { items: { action: string; detail: string }[] };
    expect(items.filter(({ action }) => action === 'permission.refused')).toMatchObject([
      { detail: JSON.stringify({ refused: [{ code: 'QUOTA_EXCEEDED', field: 'createUpload' }] }) },
    ]);
    const plan = await api.ask(
      'alice',
      '{ tenant { plan { limits { storageBytes } } quota { storageBytesUsed } } }',
    );
    expect(plan.data).toEqual({
      tenant: {
        plan: { limits: { storageBytes: LIMIT } },
        quota: { storageBytesUsed: FILES * PDF.byteLength },
      },
    });

    const create =
      'mutation ($file: ID) { createProject(input: { name: "The plan", attachment: $file }) { id } }';
    const { data } = await api.ask('alice', create, { file: files[0] });
    const { id } = data?.['createProject'] as { id: string };
    const behind = openBehind(api);
    await api.ask('alice', 'mutation ($id: ID!) { deleteProject(input: { id: $id }) { id } }', { id });
    await behind.settle();
    expect((await api.ask('alice', CREATE, { input: inputFor() })).errors).toEqual([]);
  });

  it('is that of one tenant', async () => {
    expect((await api.ask('carol', CREATE, { input: inputFor() })).errors).toEqual([]);
  });
});
