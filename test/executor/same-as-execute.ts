import { isDeepStrictEqual } from 'node:util';

import { execute, parse, type ExecutionResult, type GraphQLError } from 'graphql';

import { createExecutor } from '../../src/executor/index.ts';
import { randomFrom } from '../random-from.ts';
import { randomOperation } from './random-operation.ts';
import { randomSchema, type Kinds, type RandomContext } from './random-schema.ts';

/** Number of operations of one schema. */
const OPERATIONS = 20;

interface Compared {
  readonly operation: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/** Executes random operations on a random schema, by graphql-js and by a plan, and returns both. */
async function comparedOn(seed: number, kinds: Kinds): Promise<readonly Compared[]> {
  const random = randomFrom(seed);
  const print = kinds.relations ? shownInAnyOrder : shown;
  const schema = randomSchema(kinds, random);
  const run = createExecutor(schema, { maxCoercionErrors: 10, planAt: 1 });
  const compared: Compared[] = [];
  for (let count = 0; count < OPERATIONS; count += 1) {
    const { text, variables } = randomOperation(schema, random);
    const document = parse(text);
    const salt = Math.floor(random() * 1e9);
    const request = { document, variableValues: variables, operationName: 'Q' };
    for (const variableValues of [variables, { ...variables, yes: !variables['yes'] }]) {
      const contexts = [0, 1].map((): RandomContext => ({
        calls: [],
        turn: null,
        randomOf: (own) => randomFrom(own + salt),
      }));
      const [before, after] = contexts as [RandomContext, RandomContext];
      const options = { maxCoercionErrors: 10 };
      const expected = await execute({ ...request, variableValues, schema, options, contextValue: before });
      const found = await run({ ...request, variableValues, contextValue: after });
      await drained();
      compared.push({
        operation: `${text} ${JSON.stringify(variableValues)}`,
        expected: print(expected, before),
        found: print(found, after),
      });
    }
  }
  return compared;
}

/** Turns of the event loop in which the relations of the deepest operation are read. */
const TURNS = 8;

/** Awaits the resolvers that still run after an answer. */
async function drained(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}

/** Prints all of a result: the order of its keys, each part of its errors, and the calls of resolvers. */
function shown(result: ExecutionResult, { calls }: RandomContext): readonly string[] {
  const { errors = [] } = result;
  return [
    JSON.stringify(result),
    ...errors.map((error) => JSON.stringify(partsOf(error))),
    ...calls.map((call) => JSON.stringify(call)),
  ];
}

/** Prints the same without the order of errors and calls: a wave takes other ticks than the promises of resolvers. */
function shownInAnyOrder(result: ExecutionResult, context: RandomContext): readonly string[] {
  const [, ...rest] = shown(result, context);
  return [JSON.stringify(result.data), ...rest.sort()];
}

function partsOf({ message, path, locations, nodes, extensions, originalError }: GraphQLError): unknown {
  const original = originalError && [originalError.name, originalError.message];
  return [message, path, locations, nodes?.map(({ kind }) => kind), extensions, original];
}

/** Reports how many executions were compared, and the first that differs. graphql-js leaves rejections unhandled, so it is a process. */
async function main(kinds: Kinds, [first = 0, schemas = 1]: readonly number[]): Promise<void> {
  let executions = 0;
  let differing: object | null = null;
  for (let seed = first; seed < first + schemas; seed += 1)
    for (const compared of await comparedOn(seed, kinds)) {
      executions += 1;
      if (!isDeepStrictEqual(compared.expected, compared.found)) differing ??= { seed, ...compared };
    }
  process.send?.({ executions, differing });
  process.disconnect();
}

process.on('unhandledRejection', () => undefined);
const [kind, ...numbers] = process.argv.slice(2);
const relations = kind === 'relations';
void main({ relations, promises: !relations }, numbers.map(Number));
