import { openTestApi, type Answer, type TestApi } from '../../api.ts';
import { openBehind, type Behind } from '../../shared/background.ts';
import { PDF, pngOf, sha256 } from '../../shared/sample-files.ts';
import {
  begin,
  bytesUsed,
  complete,
  CREATE as CREATE_UPLOAD,
  FIND,
  follow,
  inputFor,
  send,
  uploaded,
  type BegunUpload,
} from './upload.ts';
import { sendSigned } from '../../shared/send-signed.ts';

let api: TestApi;
let behind: Behind;
beforeAll(async () => {
  api = await openTestApi();
  behind = openBehind(api);
});
afterAll(() => api.close());

const FILE = 'id name size contentType sha256 status uploadedBy width height url thumbnail(width: 64)';
const CREATE = `mutation ($name: String!, $file: ID) {
  createProject(input: { name: $name, attachment: $file }) { id attachment { ${FILE} } }
}`;
const UPDATE = `mutation ($id: ID!, $file: ID) {
  updateProject(input: { id: $id, attachment: $file }) { id attachment { ${FILE} } }
}`;
const GET = `query ($id: ID!) { getProject(id: $id) { attachment { ${FILE} } } }`;
const DELETE = 'mutation ($id: ID!) { deleteProject(input: { id: $id }) { id } }';

interface Project {
  readonly id: string;
  readonly attachment: { readonly id: string; readonly status: string; readonly url: string | null } | null;
}

/** Creates a project of alice that holds a file. */
async function projectWith(file: string): Promise<Project> {
  const { data, errors } = await api.ask('alice', CREATE, { name: 'The plan', file });
  if (!data?.['createProject']) throw new Error(JSON.stringify(errors));
  return data['createProject'] as Project;
}

/** Returns the keys of all objects of acme. */
async function objectsOfAcme(): Promise<readonly unknown[]> {
  const scope = await api.jobParts.scopeOf('acme', 'a test');
  const places: unknown[] = [];
  for await (const page of api.platform.filesOf(scope).pages('uploads'))
    places.push(...page.map(({ place }) => place));
  return places;
}

describe('a file', () => {
  it('goes from its upload to a row, from there to its reader, and with the row', async () => {
    const before = await bytesUsed(api, 'alice');
    const begun = await begin(api, 'alice');
    expect(begun).toMatchObject({ method: 'PUT', partSize: null, file: { status: 'UPLOADING' } });
    expect(await bytesUsed(api, 'alice')).toBe(Number(before) + PDF.byteLength);
    expect((await sendSigned(api.files, begun, PDF)).status).toBe(200);
    const { data } = await complete(api, 'alice', begun.id);
    expect(data?.['completeUpload']).toEqual({
      ...{
        id: begun.id,
        status: 'READY',
        size: PDF.byteLength,
        sha256: sha256(PDF),
        width: null,
        height: null,
      },
    });

    const { id, attachment } = await projectWith(begun.id);

    expect(attachment).toMatchObject({ id: begun.id, name: 'plan.pdf', status: 'READY', thumbnail: null });
    const shown = await api.ask('bob', GET, { id });
    const { url } = (shown.data?.['getProject'] as Project).attachment ?? {};
    const got = await follow(api, url ?? '');
    expect(got.bytes.equals(PDF)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`,
    });

    await api.ask('alice', DELETE, { id });
    await behind.settle();
    expect((await follow(api, url ?? '')).status).not.toBe(200);
    expect(await objectsOfAcme()).toEqual([]);
    expect(await bytesUsed(api, 'alice')).toBe(before);
  });

  it('goes when its row gets another, and when its field becomes null', async () => {
    const { id } = await projectWith(await uploaded(api, 'alice'));
    const second = await uploaded(api, 'alice', pngOf(3, 2), { contentType: 'image/png', name: 'b.png' });
    const { data } = await api.ask('alice', UPDATE, { id, file: second });
    expect(data?.['updateProject']).toMatchObject({ attachment: { id: second, width: 3, height: 2 } });
    await behind.settle();
    expect(await objectsOfAcme()).toEqual([{ id: second }]);

    await api.ask('alice', UPDATE, { id, file: null });
    await behind.settle();
    expect(await objectsOfAcme()).toEqual([]);
    expect(await bytesUsed(api, 'alice')).toBe(0);
  });

  it('gives its uploader no link by the id of the upload once a row holds it', async () => {
    const linked = 'mutation ($id: ID!) { completeUpload(id: $id) { status url thumbnail(width: 64) } }';
    const id = await uploaded(api, 'alice', PDF);
    const before = await api.ask('alice', linked, { id });
    expect(before.data?.['completeUpload']).toMatchObject({ url: expect.stringMatching(/^http/) as string });

    const project = await projectWith(id);

    expect(project.attachment?.url).toMatch(/^http/);
    const { data } = await api.ask('alice', linked, { id });
    expect(data?.['completeUpload']).toEqual({ status: 'READY', url: null, thumbnail: null });
    await api.ask('alice', DELETE, { id: project.id });
    await behind.settle();
  });

  it('stays when an update repeats it', async () => {
    const file = await uploaded(api, 'alice');
    const { id } = await projectWith(file);
    const { data } = await api.ask('alice', UPDATE, { id, file });
    expect(data?.['updateProject']).toMatchObject({ attachment: { id: file, status: 'READY' } });
    await behind.settle();
    expect(await objectsOfAcme()).toEqual([{ id: file }]);
    await api.ask('alice', DELETE, { id });
    await behind.settle();
  });

  it('is one of a list, in the order of the list, for one call of all rows', async () => {
    const changes = { type: 'Task', field: 'photos', contentType: 'image/png', name: 'a.png' };
    const files = await Promise.all([3, 4].map((width) => uploaded(api, 'alice', pngOf(width, 1), changes)));
    const task = `mutation ($files: [ID!]) {
      createTask(input: { title: "Photos", projectId: "acme-rocket", photos: $files }) { id photos { id width } }
    }`;
    const photos = [...files].reverse();
    const { data, errors } = await api.ask('alice', task, { files: photos });
    expect(errors).toEqual([]);
    const { id, photos: shown } = data?.['createTask'] as { id: string; photos: object[] };
    expect(shown).toEqual([
      { id: photos[0], width: 4 },
      { id: photos[1], width: 3 },
    ]);
    const list = await api.ask('bob', '{ listTasks { items { id photos { id name url } } } }');
    expect(list.calls.filter(({ command }) => command.name === 'BatchGetItem')).toHaveLength(1);
    await api.ask('alice', 'mutation ($id: ID!) { deleteTask(input: { id: $id }) { id } }', { id });
    await behind.settle();
    expect(await objectsOfAcme()).toEqual([]);
  });
});

describe('the calls of DynamoDB', () => {
  const names = ({ calls }: Answer): string[] => calls.map(({ command }) => command.name);

  it('are few for each step of a file', async () => {
    const create = await api.ask('alice', CREATE_UPLOAD, { input: inputFor() });
    const begun = create.data?.['createUpload'] as BegunUpload;
    await sendSigned(api.files, begun, PDF);
    const done = await complete(api, 'alice', begun.id);
    const held = await api.ask('alice', CREATE, { name: 'The plan', file: begun.id });
    const { id } = held.data?.['createProject'] as Project;
    const shown = await api.ask('alice', GET, { id });
    const deleted = await api.ask('alice', DELETE, { id });
    expect([create, done, held, shown, deleted].map(names)).toEqual([
      ['TransactWriteItems'],
      ['GetItem', 'UpdateItem'],
      // The answer shows the file.
      ['TransactWriteItems', 'BatchGetItem'],
      ['GetItem', 'BatchGetItem'],
      ['GetItem', 'TransactWriteItems'],
    ]);
  });
});

describe('an upload', () => {
  it('is complete once, however often a client completes it', async () => {
    const { id } = await send(api, 'alice');
    const answers = await Promise.all([1, 2, 3].map(() => complete(api, 'alice', id)));
    const again = await complete(api, 'alice', id);
    for (const { data } of [...answers, again])
      expect(data?.['completeUpload']).toMatchObject({ status: 'READY' });
    await api.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { status } }', { id });
  });

  it('must arrive before it is complete, and then may be completed', async () => {
    const begun = await begin(api, 'alice');
    const { errors } = await complete(api, 'alice', begun.id);
    expect(errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', retryable: true });
    const found = await api.ask('alice', FIND, { id: begun.id });
    await sendSigned(api.files, found.data?.['upload'] as typeof begun, PDF);
    expect((await complete(api, 'alice', begun.id)).data?.['completeUpload']).toMatchObject({
      status: 'READY',
    });
    expect((await api.ask('alice', FIND, { id: begun.id })).data).toEqual({ upload: null });
    await api.ask('alice', 'mutation ($id: ID!) { cancelUpload(id: $id) { status } }', { id: begun.id });
  });

  it('frees its bytes when it is cancelled, and can no longer be completed', async () => {
    const before = await bytesUsed(api, 'alice');
    const { id } = await send(api, 'alice');
    const cancel = 'mutation ($id: ID!) { cancelUpload(id: $id) { id status } }';
    const { data } = await api.ask('alice', cancel, { id });
    expect(data).toEqual({ cancelUpload: { id, status: 'REMOVED' } });
    expect(await bytesUsed(api, 'alice')).toBe(before);
    expect(await objectsOfAcme()).not.toContainEqual({ id });
    expect((await complete(api, 'alice', id)).errors[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('that no row takes is removed after a day', async () => {
    let at = Date.now();
    const later = await openTestApi({ now: () => at });
    try {
      const left = openBehind(later);
      const first = await uploaded(later, 'alice');
      const { id: second } = await begin(later, 'alice');
      await left.settle();
      expect(await bytesUsed(later, 'alice')).toBe(2 * PDF.byteLength);
      at += 25 * 60 * 60 * 1000;
      await later.background.work({
        Records: [{ messageId: '0', body: '{"tenantId":"acme","is":"upkeep"}' }],
      });
      expect(await bytesUsed(later, 'alice')).toBe(0);
      const events = await later.ask('olga', '{ auditEvents(limit: 100) { items { action detail } } }');
      const { items } = events.data?.['auditEvents'] as { items: { action: string; detail: string }[] };
      const [removed, ...others] = items.filter(({ action }) => action === 'file.removed');
      expect(others).toEqual([]);
      expect(JSON.parse(removed?.detail ?? '')).toEqual({
        files: [first, second],
        bytes: 2 * PDF.byteLength,
      });
    } finally {
      await later.close();
    }
  });
});
