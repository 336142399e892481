import {
  isRead,
  type Command,
  type Item,
  type Output,
  type Send,
} from '../../src/store/dynamo/driver/send.ts';
import { PK, SK, slotNames } from '../../src/store/dynamo/keys/keys.ts';
import { readServedSources } from '../../src/app/schema-sources.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { openTestApi, type Answer } from '../../test/api.ts';
import type { Load, Shape, ShapeCall } from './shape.ts';

const CREATES = 64;
const PARENT = 'scale-parent';
const PERSON = 'scale-person';
const createOf = (id: string): string => `mutation { createTask(input: {
  id: "${id}", title: "A task with a title", dueDate: "2026-12-24", projectId: "${PARENT}", assigneeId: "${PERSON}"
}) { id } }`;

interface Recorded {
  readonly command: Command;
  readonly wave: number;
  readonly output: Output;
}

/**
 * Creates tasks by the real API on the emulator, and returns the shape of each: its calls, their items and the units of each
 * partition. Ids are random, because they decide the shard of a row.
 * @param shards how many shards the type `Task` has
 */
export async function recordCreates(shards: number, random: () => number): Promise<readonly Shape[]> {
  const calls: Recorded[] = [];
  let answered = 0;
  const through = (send: Send): Send => {
    return async (command, options) => {
      const wave = answered + 1;
      const output = await send(command, options);
      answered = Math.max(answered, wave);
      calls.push({ command, wave, output });
      return output;
    };
  };
  const sources = readServedSources(FIXTURE.schema).map(({ file, text }) => ({
    file,
    text: shards === 1 ? text : text.replace(/type Task\s+@model\b/, `type Task @model(shards: ${shards})`),
  }));
  const api = await openTestApi({
    sources,
    resolvers: await loadResolvers(FIXTURE.resolvers),
    seed: {
      rows: { acme: { Project: [{ id: PARENT, name: 'Project' }], Person: [{ id: PERSON, name: 'Ada' }] } },
    },
    through,
  });
  const shapes: Shape[] = [];
  const create = (): Promise<Answer> => api.ask('alice', createOf(uuidFrom(random)));
  try {
    // The first request of a process may do more than others.
    await create();
    for (let count = 0; count < CREATES; count += 1) {
      calls.length = 0;
      answered = 0;
      const { data, errors } = await create();
      const [error] = errors;
      if (error) throw new Error(error.message);
      shapes.push(shapeOf(calls, (data?.['createTask'] as { id: string }).id));
    }
  } finally {
    await api.close();
  }
  return shapes;
}

/** Returns a UUID of version 4, in the form of those that the API makes. */
function uuidFrom(random: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(random() * 16).toString(16));
}

function shapeOf(calls: readonly Recorded[], id: string): Shape {
  const named = (text: string): string =>
    text.replaceAll(id, '{own}').replaceAll(PARENT, '{parent}').replaceAll(PERSON, '{person}');
  const waves: ShapeCall[][] = [];
  for (const { command, wave, output } of calls)
    (waves[wave - 1] ??= []).push(callOf(command, output, named));
  return waves;
}

function callOf(command: Command, { capacity }: Output, named: (text: string) => string): ShapeCall {
  if (isRead(command)) {
    const partitions = keysRead(command).map(named);
    const reads = capacity / partitions.length;
    return {
      kind: 'read',
      items: [],
      loads: partitions.map((partition) => ({ partition, reads, writes: 0 })),
    };
  }
  const isTransaction = command.name === 'TransactWriteItems';
  const written = itemsWritten(command);
  const loads = written
    .flatMap((item) => loadsOf(item, isTransaction ? 2 : 1))
    .map((load) => ({
      ...load,
      partition: named(load.partition),
    }));
  const sum = loads.reduce((total, { writes }) => total + writes, 0);
  // The same sum in another way: DynamoDB's own.
  if (sum !== capacity)
    throw new Error(`The shape of ${command.name} has ${sum} units, and DynamoDB says ${capacity}.`);
  const items = written.map((item) => named(JSON.stringify([item[PK], item[SK]])));
  return { kind: isTransaction ? 'transaction' : 'write', items, loads };
}

/** Returns the units of an item below 1 KB: of its partition in the table, and of each index that it is in. */
function loadsOf(item: Item, factor: number): Load[] {
  const indexes = Object.keys(item).filter((name) => INDEX_KEYS.has(name));
  return [
    { partition: textOf(item, PK), reads: 0, writes: factor },
    ...indexes.map((name) => ({ partition: `${name}: ${textOf(item, name)}`, reads: 0, writes: 1 })),
  ];
}
const INDEX_KEYS = new Set(Array.from({ length: 21 }, (_, slot) => slotNames(slot).pk));

function textOf(item: Item, name: string): string {
  const value = item[name];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function itemsWritten(command: Command): Item[] {
  if (command.name === 'PutItem') return [command.input.Item];
  if (command.name === 'UpdateItem' || command.name === 'DeleteItem') return [command.input.Key];
  if (command.name !== 'TransactWriteItems') throw new Error(`No create sends ${command.name}.`);
  return command.input.TransactItems.map((item) => {
    if ('Put' in item) return item.Put.Item;
    if ('Update' in item) return item.Update.Key;
    return 'Delete' in item ? item.Delete.Key : item.ConditionCheck.Key;
  });
}

/** Returns the partition of each key that a read names, or that of a query. */
function keysRead(command: Command): string[] {
  if (command.name === 'GetItem') return [textOf(command.input.Key, PK)];
  if (command.name === 'BatchGetItem') return command.input.Keys.map((key) => textOf(key, PK));
  if (command.name === 'Query')
    return Object.values(command.input.ExpressionAttributeValues ?? {})
      .filter((value) => typeof value === 'string' && value.startsWith('T#'))
      .map(String);
  throw new Error(`No create reads by ${command.name}.`);
}
