import { readModel } from '../../src/model/index.ts';
import { openTableCopier, readChange, type StreamRecord } from '../../src/store/index.ts';
import { commandFor } from '../../src/store/dynamo/commands/command.ts';
import { recordCalls } from '../../src/store/dynamo/driver/record.ts';
import { marshal } from '../../src/store/dynamo/driver/marshal.ts';
import type { Item } from '../../src/store/dynamo/driver/send.ts';
import { scopeOf } from '../tenants.ts';

const { model } = readModel([
  {
    file: 'schema.graphql',
    text: `
      type Task @model @auth(rules: [{ allow: private }]) {
        id: ID!
        title: String
        dueAt: AWSDateTime
        points: Float
        tags: [String]
        project: ID @index(name: "byProject")
      }
    `,
  },
]);
const task = model.models['Task'];
if (!task) throw new Error('There is no type Task.');
const { tenantId } = scopeOf('acme');
const key = { __pk: 'T#acme#1', __sk: '1#' };

/** Returns the item that a create of a row puts. */
const itemOf = (row: object): Item => {
  const command = commandFor(tenantId, { op: 'put', type: task, row: { id: '1', ...row }, condition: null });
  return command.name === 'PutItem' ? command.input.Item : {};
};

function record(before: Item | null, after: Item | null, more: object = {}): StreamRecord {
  const eventName = before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT';
  const images = {
    ...(before && { OldImage: marshal(before) }),
    ...(after && { NewImage: marshal(after) }),
  };
  return { eventName, dynamodb: { Keys: marshal(key), ...images }, ...more };
}
const eventOf = (before: Item | null, after: Item | null) =>
  readChange(record(before, after), model.models)?.rowEvent;

const row = { id: '1', title: 'a', dueAt: '2026-11-30T14:00:00+02:00', points: -0.5, tags: ['x', null] };
const stored = itemOf(row);

describe('the event of a row', () => {
  it('is a create with the fields of the row, in the form in which they were given', () => {
    expect(Object.keys(stored)).toContain('__as:dueAt');
    expect(eventOf(null, stored)).toEqual({ is: 'create', row });
  });

  it.each<[string, Item]>([
    ['text', itemOf({ ...row, title: 'b' })],
    ['number', itemOf({ ...row, points: 0 })],
    ['member of a list', itemOf({ ...row, tags: [] })],
    ['field that it had', itemOf({ ...row, title: null })],
    ['form of a time that is the same instant', itemOf({ ...row, dueAt: '2026-11-30T12:00:00Z' })],
  ])('is an update with the new row if it changes a %s', (_, after) => {
    const visible = Object.entries(after).filter(([name]) => !/^(__|\d)/.test(name));
    expect(eventOf(stored, after)).toEqual({ is: 'update', row: Object.fromEntries(visible) });
  });

  it.each<[string, Item]>([
    ['hold of a delete', { ...stored, __held: '1#x' }],
    ['stamp of a write', { ...stored, '0w': 'w2' }],
    ['key of an index', { ...stored, '1p': 'T#acme#1.1#p', '1s': '1#' }],
    ['compared form', { ...stored, '__as:title': 'A' }],
    ['nothing at all', stored],
  ])('is none if only its %s changes', (_, after) => {
    expect(eventOf(stored, after)).toBeNull();
  });

  it('is a delete with the last row, once: when it is marked for a job, or when it is removed', () => {
    const retired = { ...stored, __retired: 'job-1' };
    expect(eventOf(stored, retired)).toEqual({ is: 'delete', row });
    expect(eventOf(retired, { ...retired, __held: '1#x', title: 'b' })).toBeNull();
    expect(eventOf(retired, null)).toBeNull();
    expect(eventOf(stored, null)).toEqual({ is: 'delete', row });
  });

  it('is none without images, and that of a record with one image too few is none', () => {
    const { NewImage, OldImage } = record(stored, itemOf({ title: 'b' })).dynamodb ?? {};
    for (const dynamodb of [{}, { NewImage }, { OldImage }])
      expect(
        readChange({ eventName: 'MODIFY', dynamodb: { Keys: marshal(key), ...dynamodb } }, model.models),
      ).toMatchObject({ of: { is: 'row', type: 'Task' }, rowEvent: null });
  });

  it('is none when the row is moved to another table, and comes again with its next change there', async () => {
    const moved = async (item: Item): Promise<Item> => {
      const target = recordCalls(() => Promise.resolve({ capacity: 0 }));
      const from = () => Promise.resolve({ Items: [item], capacity: 0 });
      const copier = openTableCopier(scopeOf('acme'), { from, to: target.send });
      await copier.copy({ type: 'Task', number: task.number }, null, 10);
      const [call] = target.calls;
      const input = call?.command.name === 'BatchWriteItem' ? call.command.input : null;
      return (input && 'PutItems' in input ? input.PutItems[0] : null) ?? {};
    };
    const there = await moved(stored);
    expect(eventOf(null, there)).toBeNull();
    // An attempt that was given up left an older row.
    expect(eventOf(await moved(itemOf({ title: 'old' })), there)).toBeNull();
    expect(eventOf(there, { ...there, title: 'b' })).toEqual({ is: 'update', row: { ...row, title: 'b' } });
    expect(eventOf(there, null)).toEqual({ is: 'delete', row });
    expect(eventOf(null, await moved({ ...there, title: 'b' }))).toBeNull();
  });
});

describe('the event of a mutation', () => {
  const announced = { mutation: 'close', answer: { id: '1', list: [null, '', 0.1], none: null } };
  const command = commandFor(tenantId, { op: 'announce', id: 'e1', announced, expiresAt: 5 });
  const item = command.name === 'PutItem' ? command.input.Item : {};
  const change = (eventName: string, image: Item) =>
    readChange(
      {
        eventName,
        dynamodb: { Keys: marshal({ __pk: item['__pk'], __sk: 'e1#' }), NewImage: marshal(image) },
      },
      model.models,
    );

  it('is its answer as it was announced, when its item is put and at no other time', () => {
    expect(change('INSERT', item)).toMatchObject({
      of: { is: 'side', partition: 'EVENT' },
      announced,
      rowEvent: null,
    });
    expect(change('MODIFY', item)?.announced).toBeNull();
    expect(change('REMOVE', item)?.announced).toBeNull();
    expect(change('INSERT', { ...item, __moved: 'm1' })?.announced).toBeNull();
  });

  it('says that the answer was too large for an item, and is written all the same', () => {
    const large = { mutation: 'close', answer: 'x'.repeat(400_000) };
    const put = commandFor(tenantId, { op: 'announce', id: 'e1', announced: large, expiresAt: 5 });
    const image = put.name === 'PutItem' ? put.input.Item : {};
    expect(JSON.stringify(image).length).toBeLessThan(1_000);
    expect(change('INSERT', image)?.announced).toEqual({ mutation: 'close', answer: null, tooLarge: true });
  });

  it('of an item without an answer cannot be read', () => {
    expect(() => change('INSERT', { ...item, answer: null })).toThrow(
      'The event has no mutation or no answer.',
    );
  });
});

test('a change has the id, the place, the second and the table of its record, or says that it has none', () => {
  const { dynamodb } = record(null, stored);
  const whole = {
    eventName: 'INSERT',
    eventID: 'c4ca4238a0b923820dcc509a6f75849b',
    eventSourceARN:
      'arn:aws:dynamodb:eu-central-1:111122223333:table/tenantql-dev-silo-acme/stream/2026-11-30T00:00:00.000',
    dynamodb: {
      ...dynamodb,
      SequenceNumber: '4421584500000000017450439091',
      ApproximateCreationDateTime: 1796040000,
    },
  };
  expect(readChange(whole, model.models)).toMatchObject({
    tenantId: 'acme',
    eventId: 'c4ca4238a0b923820dcc509a6f75849b',
    sequence: '4421584500000000017450439091',
    at: Date.parse('2026-11-30T12:00:00Z'),
    table: 'tenantql-dev-silo-acme',
  });
  expect(readChange(record(null, stored), model.models)).toMatchObject({
    eventId: '',
    sequence: '',
    at: 0,
    table: '',
  });
});
