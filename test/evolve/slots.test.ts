import fc from 'fast-check';

import { keepSlots, slotRecord, type Model } from '../../src/model/index.ts';
import { modelOf, typeOf, typeSdl } from './bench.ts';

const FIELDS = ['a', 'b', 'c'] as const;

/** An index as a schema declares it; its name does not depend on its fields. */
interface Declared {
  readonly name: string;
  readonly hash: (typeof FIELDS)[number];
  readonly sort: readonly (typeof FIELDS)[number][];
}

function schemaOf(indexes: readonly Declared[]): Model {
  const lines = FIELDS.map((field) => {
    const uses = indexes
      .filter(({ hash }) => hash === field)
      .map(
        ({ name, sort }) =>
          `@index(name: "${name}", sortKeyFields: ${JSON.stringify(sort)}, queryField: null)`,
      );
    return `  ${field}: String! ${uses.join(' ')}`;
  });
  return modelOf(typeSdl('Task', ['  id: ID!', ...lines].join('\n')));
}

const declared = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
      hash: fc.constantFrom(...FIELDS),
      sorted: fc.boolean(),
    }),
    { selector: ({ name }) => name, maxLength: 5 },
  )
  .map((indexes) =>
    indexes.map(({ name, hash, sorted }): Declared => {
      const other = FIELDS.find((field) => field !== hash);
      return { name, hash, sort: sorted && other ? [other] : [] };
    }),
  );

const shapesOf = (model: Model) =>
  new Map(
    typeOf(model, 'Task').indexes.map(({ name, hash, sort, slot }) => [
      JSON.stringify([name, hash, sort]),
      slot,
    ]),
  );

test('an unchanged index keeps its slot through any sequence of edits, and no two indexes share one', () => {
  fc.assert(
    fc.property(fc.array(declared, { minLength: 2, maxLength: 8 }), (edits) => {
      let before: Model | null = null;
      for (const edit of edits) {
        const after: Model = keepSlots(schemaOf(edit), before);
        const slots = typeOf(after, 'Task').indexes.map(({ slot }) => slot);
        expect(new Set(slots).size).toBe(slots.length);
        const known: ReadonlyMap<string, number> = before ? shapesOf(before) : new Map<string, number>();
        const shapes = shapesOf(after);
        for (const [shape, slot] of shapes) expect(known.get(shape) ?? slot).toBe(slot);
        // A new index gets the lowest free slot.
        const kept = [...shapes].filter(([shape]) => known.has(shape)).map(([, slot]) => slot);
        const taken = new Set(slots);
        for (const slot of slots.filter((one) => !kept.includes(one)))
          for (let lower = 1; lower < slot; lower++) expect(taken.has(lower)).toBe(true);
        before = after;
      }
    }),
    { seed: 20260731, numRuns: 100 },
  );
});

test('a slot record read back from JSON keeps the same slots as its model', () => {
  const before = schemaOf([
    { name: 'one', hash: 'a', sort: [] },
    { name: 'two', hash: 'b', sort: [] },
  ]);
  const next = schemaOf([
    { name: 'three', hash: 'a', sort: [] },
    { name: 'two', hash: 'b', sort: [] },
  ]);
  const record = JSON.parse(JSON.stringify(slotRecord(before))) as ReturnType<typeof slotRecord>;
  expect(keepSlots(next, record)).toEqual(keepSlots(next, before));
  expect([...shapesOf(keepSlots(next, record)).values()]).toEqual([1, 2]);
});

test('an index whose fields change counts as new and frees its slot', () => {
  const before = schemaOf([
    { name: 'one', hash: 'a', sort: [] },
    { name: 'two', hash: 'b', sort: [] },
  ]);
  const after = keepSlots(
    schemaOf([
      { name: 'new', hash: 'a', sort: [] },
      { name: 'one', hash: 'a', sort: ['c'] },
      { name: 'two', hash: 'b', sort: [] },
    ]),
    before,
  );
  expect(typeOf(after, 'Task').indexes.map(({ name, slot }) => [name, slot])).toEqual([
    ['new', 1],
    ['one', 3],
    ['two', 2],
  ]);
});

test('keepSlots leaves the slots of readModel unchanged when there is no earlier model', () => {
  const model = schemaOf([{ name: 'one', hash: 'c', sort: [] }]);
  expect(keepSlots(model, null)).toBe(model);
});
