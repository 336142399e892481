import { openTestApi, type TestApi } from '../api.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { readCases, readStart } from '../golden/cases.ts';
import { stable } from '../golden/stable.ts';

const reads = readCases().filter(({ writes }) => !writes);
const apis = new Map<string | undefined, Promise<TestApi>>();
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  process.env.DYNAMODB_ENDPOINT = emulator.endpoint;
});
afterAll(() => emulator.stop());

function apiOf(schema: string | undefined): Promise<TestApi> {
  const known = apis.get(schema) ?? openTestApi(schema === undefined ? {} : readStart(schema));
  apis.set(schema, known);
  return known;
}

test.each(reads)('$name is answered by a plan as by graphql-js, with the same calls', async (golden) => {
  const api = await apiOf(golden.schema);
  const ask = async (): Promise<unknown> => {
    const { data, errors, calls } = await api.ask(golden.user, golden.query, golden.variables, golden.tenant);
    return stable({ data, errors, calls: calls.map(({ command }) => command) }, new Map());
  };
  // The first execution of a document is that of graphql-js.
  const first = await ask();
  expect([await ask(), await ask()]).toEqual([first, first]);
});
