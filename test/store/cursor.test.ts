import fc from 'fast-check';

import { openCursors } from '../../src/store/index.ts';
import { Refusal } from '../../src/tenant/index.ts';

fc.configureGlobal({ seed: 20261124, numRuns: 300 });

const cursors = openCursors('a secret of sixteen bytes or more');
const text = fc.string({ unit: 'binary', maxLength: 30 });
const position = fc.tuple(text, fc.option(text));
const belonging = fc.array(text, { minLength: 1, maxLength: 3 });

const refusal = (token: string, where: readonly string[], reader = cursors): void => {
  const open = (): unknown => reader.open(token, where);
  expect(open).toThrow(Refusal);
  expect(open).toThrow('The cursor is not one of this list: start again without it.');
};

test('a cursor opens to the position that was sealed in it', () => {
  fc.assert(
    fc.property(position, belonging, (at, where) => {
      expect(cursors.open(cursors.seal(at, where), where)).toEqual(at);
    }),
  );
});

test('a cursor of another list is refused', () => {
  fc.assert(
    fc.property(position, belonging, belonging, (at, where, elsewhere) => {
      fc.pre(JSON.stringify(where) !== JSON.stringify(elsewhere));
      refusal(cursors.seal(at, where), elsewhere);
    }),
  );
});

test('a cursor with a flipped bit, a missing end or an added character is refused', () => {
  fc.assert(
    fc.property(position, belonging, fc.nat(), fc.nat(7), (at, where, place, bit) => {
      const token = cursors.seal(at, where);
      const bytes = Buffer.from(token, 'base64url');
      const spot = place % bytes.length;
      bytes[spot] = (bytes[spot] ?? 0) ^ (1 << bit);
      refusal(bytes.toString('base64url'), where);
      refusal(token.slice(0, place % token.length), where);
      refusal(`${token}A`, where);
      refusal(`${token}=`, where);
      refusal(` ${token}`, where);
    }),
  );
});

test('text that is not a cursor is refused', () => {
  fc.assert(
    fc.property(text, (token) => {
      refusal(token, ['x']);
    }),
  );
  refusal('A'.repeat(1_000_000), ['x']);
});

test('a cursor that was sealed with another secret is refused', () => {
  refusal(openCursors('another secret of sixteen bytes').seal(['a', null], ['x']), ['x']);
});

test('a cursor is encrypted, and two cursors of one position differ', () => {
  const sealed = (): string => cursors.seal(['secret-sort-key', null], ['x']);
  expect(Buffer.from(sealed(), 'base64url').toString('latin1')).not.toContain('secret-sort-key');
  expect(sealed()).not.toBe(sealed());
});

test('openCursors throws when the secret has less than 16 bytes', () => {
  expect(() => openCursors('short')).toThrow('at least 16 bytes');
});

it('a secret that is read later is asked for once, at the first use', () => {
  const read = jest.fn(() => 'a secret of at least 32 characters');
  const cursors = openCursors(read);
  expect(read).not.toHaveBeenCalled();
  const token = cursors.seal(['1'], ['acme']);
  expect(cursors.open(token, ['acme'])).toEqual(['1']);
  expect(read).toHaveBeenCalledTimes(1);
});
