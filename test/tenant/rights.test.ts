import fc from 'fast-check';

import {
  covers,
  holds,
  narrowed,
  PERMISSION_PATTERN,
  permissionsOfRole,
  rightsOf,
  withinBound,
} from '../../src/tenant/index.ts';

const SEED = 20261124;
const seeded = { seed: SEED, numRuns: 1000 };

const word = fc.constantFrom('Task', 'Project', 'Query', 'Mutation');
const operation = fc.constantFrom('read', 'create', 'update', 'addTask');
const permission = fc
  .tuple(fc.oneof(word, fc.constant('*')), fc.oneof(operation, fc.constant('*')))
  .map(([of, to]) => `${of}:${to}`);
const permissions = fc.array(permission, { maxLength: 5 });
const bound = fc.option(permissions);
const roles = fc.array(fc.constantFrom('OWNER', 'ADMIN', 'MEMBER', 'VIEWER', 'editors', 'gone'), {
  maxLength: 3,
});
const tenant = { roles: { editors: { description: null, permissions: ['Task:*'] } } };

describe('permissions', () => {
  it('consist of two words, or of a star in place of either', () => {
    for (const good of ['Task:read', '*:read', 'Task:*', '*:*', 'Mutation:addTask', 'A.b:c'])
      expect(PERMISSION_PATTERN.test(good)).toBe(true);
    for (const bad of [
      'Task',
      'Task:',
      ':read',
      'Ta*:read',
      'Task:read:x',
      'Task:read ',
      'Täsk:read',
      '**:read',
    ])
      expect(PERMISSION_PATTERN.test(bad)).toBe(false);
  });

  it(`cover exactly the types and operations that their words or stars name (seed ${SEED})`, () => {
    fc.assert(
      fc.property(permissions, word, operation, (given, type, to) => {
        const spelled = [`${type}:${to}`, `*:${to}`, `${type}:*`, '*:*'].some((form) => given.includes(form));
        expect(covers(given, type, to)).toBe(spelled);
      }),
      seeded,
    );
  });

  it(`are never lost when more are added (seed ${SEED})`, () => {
    fc.assert(
      fc.property(permissions, permissions, word, operation, (some, more, type, to) => {
        if (covers(some, type, to)) expect(covers([...some, ...more], type, to)).toBe(true);
      }),
      seeded,
    );
  });

  it('are empty for a role that the tenant does not define, also if its name is "constructor"', () => {
    for (const name of ['gone', 'constructor', '__proto__', 'toString', 'admin'])
      expect(permissionsOfRole(name, tenant)).toEqual([]);
  });
});

describe('a bound on permissions', () => {
  it(`narrowed by another allows exactly what both allow (seed ${SEED})`, () => {
    fc.assert(
      fc.property(bound, bound, word, operation, (one, other, type, to) => {
        const passes = (atMost: readonly string[] | null) =>
          withinBound({ owner: false, grants: [], atMost }, type, to);
        expect(passes(narrowed(one, other))).toBe(passes(one) && passes(other));
      }),
      seeded,
    );
  });

  it(`made of scopes allows nothing that the roles or the scopes do not allow (seed ${SEED})`, () => {
    fc.assert(
      fc.property(roles, permissions, word, operation, (held, scopes, type, to) => {
        const [plain, scoped] = [rightsOf(held, tenant), rightsOf(held, tenant, scopes)];
        if (withinBound(scoped, type, to)) expect(withinBound(plain, type, to)).toBe(true);
        if (holds(scoped, `${type}:${to}`)) expect(holds(plain, `${type}:${to}`)).toBe(true);
        if (!covers(scopes, type, to)) expect(holds(scoped, `${type}:${to}`)).toBe(false);
      }),
      seeded,
    );
  });

  it('made of an empty list of scopes allows nothing', () => {
    expect(holds(rightsOf(['OWNER'], tenant, []), 'Task:read')).toBe(false);
  });
});

describe('rights', () => {
  it(`of an owner include exactly the permissions within the bound (seed ${SEED})`, () => {
    fc.assert(
      fc.property(bound, word, operation, (scopes, type, to) => {
        const rights = rightsOf(['OWNER'], tenant, scopes);
        expect(holds(rights, `${type}:${to}`)).toBe(withinBound(rights, type, to));
      }),
      seeded,
    );
  });

  it('of a viewer are read-only unless the caller has another role too', () => {
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Task', 'read')).toBe(true);
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Query', 'myCard')).toBe(true);
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Task', 'update')).toBe(false);
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Mutation', 'addTask')).toBe(false);
    expect(withinBound(rightsOf(['VIEWER', 'editors'], tenant), 'Task', 'update')).toBe(true);
  });
});
