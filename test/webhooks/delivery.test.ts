import { Webhook } from 'standardwebhooks';

import { newSecret, openRig, type Rig } from './kit.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());
afterEach(() => {
  rig.answer = () => ({ status: 204 });
});

const created = async (user: string, name: string, more = ''): Promise<string> => {
  const { data, errors } = await rig.api.ask(
    user,
    `mutation { createProject(input: { name: "${name}" ${more} }) { id } }`,
  );
  expect(errors).toEqual([]);
  return (data as { createProject: { id: string } }).createProject.id;
};

describe('an endpoint', () => {
  it('gets one message for each change, which npm standardwebhooks accepts', async () => {
    const secret = newSecret();
    const endpoint = await rig.addEndpoint('acme', 'olga', { secrets: [{ text: secret, until: null }] });
    const id = await created('alice', 'First');
    await rig.api.ask('alice', `mutation { updateProject(input: { id: "${id}", name: "Second" }) { id } }`);
    await rig.api.ask('alice', `mutation { deleteProject(input: { id: "${id}" }) { id } }`);
    await rig.behind.settle();
    const got = rig.at(endpoint);
    expect(got.map(({ message }) => [message.type, message.data['name']]).sort()).toEqual([
      ['Project.created', 'First'],
      ['Project.deleted', 'Second'],
      ['Project.updated', 'Second'],
    ]);
    const log = await rig.log(endpoint);
    expect(log.map(({ status, tries }) => [status, tries])).toEqual(Array(3).fill(['DELIVERED', 1]));
    expect(new Set(got.map((one) => one.id)).size).toBe(3);
    const receiver = new Webhook(secret);
    for (const { headers, body, message } of got)
      expect(receiver.verify(body, { ...headers })).toEqual(message);
  });
});
