import { openGate, type Directory, type SavedCaller } from '../../src/tenant/index.ts';

/** Callers of one tenant. The cache holds the answers of 10,000. */
const MANY = 10_500;

it('more callers than the cache holds are looked up together, and none of them alone', async () => {
  let alone = 0;
  const lookUp: Directory['lookUp'] = () => {
    alone += 1;
    return Promise.resolve({ tenant: null, membership: null });
  };
  const directory: Directory = {
    lookUp,
    lookUpAll: () => Promise.resolve({ tenant: null, memberships: new Map(), keys: new Map() }),
    lookUpKey: () => Promise.reject(new Error('No key is looked up.')),
    membershipsOf: () => Promise.reject(new Error('No user is looked up.')),
  };
  const gate = openGate(() => Promise.reject(new Error('No token.')), directory, { featuresOf: null });
  const callers = Array.from({ length: MANY }, (_, at): SavedCaller => {
    const sub = `user-${at}`;
    return { is: 'user', claims: { sub, username: sub }, expiresAt: Infinity };
  });
  expect(await gate.readmit('acme', callers)).toHaveLength(MANY);
  expect(alone).toBe(0);
});
