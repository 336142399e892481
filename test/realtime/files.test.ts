import { openBehind, type Behind } from '../shared/background.ts';
import { PDF } from '../shared/sample-files.ts';
import { follow, uploaded } from '../platform/files/upload.ts';
import { openRig, type Rig } from './delivery-rig.ts';

let rig: Rig;
let behind: Behind;
beforeAll(async () => {
  rig = await openRig();
  behind = openBehind(rig.api);
});
afterAll(() => rig.api.close());

interface Shown {
  readonly id: string;
  readonly attachment: { readonly url: string | null } | null;
}

/** Returns the project in the last event that a connection got. */
function lastOf(connectionId: string): Shown {
  const { payload } = rig.got(connectionId).at(-1) ?? {};
  expect(payload?.errors).toBeUndefined();
  return Object.values(payload?.data ?? {})[0] as Shown;
}

test('an event has the files of its row, with links that the subscriber can follow', async () => {
  const fields = 'id attachment { id name size status url }';
  const topics = ['Project'];
  const made = await rig.arm('acme', 'bob', `subscription { onCreateProject { ${fields} } }`, { topics });
  const changed = await rig.arm('acme', 'bob', `subscription { onUpdateProject { ${fields} } }`, { topics });
  const gone = await rig.arm('acme', 'bob', `subscription { onDeleteProject { ${fields} } }`, { topics });
  const file = await uploaded(rig.api, 'alice');

  const { data } = await rig.api.ask(
    'alice',
    'mutation ($file: ID) { createProject(input: { name: "The plan", attachment: $file }) { id } }',
    { file },
  );
  const { id } = data?.['createProject'] as Shown;
  await behind.settle();
  const created = lastOf(made.connectionId);
  expect(created).toMatchObject({ id, attachment: { id: file, name: 'plan.pdf', status: 'READY' } });
  expect((await follow(rig.api, created.attachment?.url ?? '')).bytes.equals(PDF)).toBe(true);

  const update = 'mutation ($id: ID!) { updateProject(input: { id: $id, attachment: null }) { id } }';
  await rig.api.ask('alice', update, { id });
  await behind.settle();
  expect(lastOf(changed.connectionId)).toEqual({ id, attachment: null });

  await rig.api.ask('alice', 'mutation ($id: ID!) { deleteProject(input: { id: $id }) { id } }', { id });
  await behind.settle();
  expect(lastOf(gone.connectionId)).toEqual({ id, attachment: null });
});
