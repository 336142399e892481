import { loadLater } from '../../src/platform/load-later.ts';
import { ownResolvers } from '../../src/platform/own-resolvers.ts';
import { platformResolvers } from '../../src/platform/index.ts';
import type { CustomResolvers } from '../../src/engine/index.ts';

const call = (resolvers: CustomResolvers, type: string, field: string): unknown =>
  resolvers[type]?.[field]?.({} as never, {} as never, {} as never, {} as never);

const namesIn = (resolvers: CustomResolvers): readonly string[] =>
  Object.entries(resolvers)
    .flatMap(([type, fields]) => Object.keys(fields).map((field) => `${type}.${field}`))
    .sort();

it('the platform names each field that it resolves before the code of the field is loaded', () => {
  expect(namesIn(platformResolvers)).toEqual(namesIn(ownResolvers));
});

describe('a resolver that is loaded later', () => {
  it('is loaded once for all fields that wait for it, and answers at once when it is loaded', async () => {
    let loads = 0;
    const later = loadLater({ Query: ['me'], Tenant: ['plan'] }, () => {
      loads += 1;
      return Promise.resolve({ Query: { me: () => 'olga' }, Tenant: { plan: () => 'free' } });
    });
    expect(await Promise.all([call(later, 'Query', 'me'), call(later, 'Tenant', 'plan')])).toEqual([
      'olga',
      'free',
    ]);
    expect([call(later, 'Query', 'me'), loads]).toEqual(['olga', 1]);
  });

  it('is loaded again by the next field when a load fails', async () => {
    const outcomes = [
      () => Promise.reject(new Error('no such file')),
      () => Promise.resolve({ Query: { me: () => 'olga' } }),
    ];
    const later = loadLater(
      { Query: ['me'] },
      () => outcomes.shift()?.() ?? Promise.reject(new Error('late')),
    );
    await expect(call(later, 'Query', 'me')).rejects.toThrow('no such file');
    expect(await call(later, 'Query', 'me')).toBe('olga');
  });
});
