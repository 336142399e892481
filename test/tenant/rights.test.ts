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
  it('are two words, or a star in place of either', () => {
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

  it(`cover exactly what their words say (seed ${SEED})`, () => {
    fc.assert(
      fc.property(permissions, word, operation, (given, type, to) => {
        const spelled = [`${type}:${to}`, `*:${to}`, `${type}:*`, '*:*'].some((form) => given.includes(form));
        expect(covers(given, type, to)).toBe(spelled);
      }),
      seeded,
    );
  });

  it(`of more roles are never fewer (seed ${SEED})`, () => {
    fc.assert(
      fc.property(permissions, permissions, word, operation, (some, more, type, to) => {
        if (covers(some, type, to)) expect(covers([...some, ...more], type, to)).toBe(true);
      }),
      seeded,
    );
  });

  it('of a name that the tenant does not know, or that objects have by themselves, are none', () => {
    for (const name of ['gone', 'constructor', '__proto__', 'toString', 'admin'])
      expect(permissionsOfRole(name, tenant)).toEqual([]);
  });
});

describe('a bound', () => {
  it(`by another lets pass what both let pass, and nothing else (seed ${SEED})`, () => {
    fc.assert(
      fc.property(bound, bound, word, operation, (one, other, type, to) => {
        const passes = (atMost: readonly string[] | null) =>
          withinBound({ owner: false, grants: [], atMost }, type, to);
        expect(passes(narrowed(one, other))).toBe(passes(one) && passes(other));
      }),
      seeded,
    );
  });

  it(`of scopes never widens what roles allow, a viewer's least of all (seed ${SEED})`, () => {
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

  it('of no scopes at all lets nothing pass', () => {
    expect(holds(rightsOf(['OWNER'], tenant, []), 'Task:read')).toBe(false);
  });
});

describe('rights', () => {
  it(`of an owner are every permission that the bound lets pass (seed ${SEED})`, () => {
    fc.assert(
      fc.property(bound, word, operation, (scopes, type, to) => {
        const rights = rightsOf(['OWNER'], tenant, scopes);
        expect(holds(rights, `${type}:${to}`)).toBe(withinBound(rights, type, to));
      }),
      seeded,
    );
  });

  it('of a viewer are to read, unless another role stands beside it', () => {
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Task', 'read')).toBe(true);
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Query', 'myCard')).toBe(true);
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Task', 'update')).toBe(false);
    expect(withinBound(rightsOf(['VIEWER'], tenant), 'Mutation', 'addTask')).toBe(false);
    expect(withinBound(rightsOf(['VIEWER', 'editors'], tenant), 'Task', 'update')).toBe(true);
  });
});
