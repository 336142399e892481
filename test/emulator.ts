import { chooseDynamoDb, thisMachine } from '../src/local-cloud/dynamodb/choose-dynamodb.ts';
import { startEmulator as startProcess } from '../src/local-cloud/dynamodb/emulator-process.ts';
import { guard } from './shared/guard.ts';

/** A DynamoDB for the tests of one file. */
export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Milliseconds that a call of the emulator may take: so long that a slow machine is not taken for a failure. */
export const REQUEST_TIMEOUT = 300_000;

/** Starts an emulator in memory, which never outlives a worker of Jest, or returns the one that the environment names. */
export async function startEmulator(): Promise<Emulator> {
  const choice = chooseDynamoDb(thisMachine(process.env));
  if (choice.is === 'endpoint') return { endpoint: choice.endpoint, stop: () => Promise.resolve() };
  const guards: (() => void)[] = [];
  const emulator = await startProcess(choice.command, null, ({ pid }) => guards.push(guard(pid)));
  return {
    endpoint: emulator.endpoint,
    async stop() {
      await emulator.stop();
      for (const end of guards) end();
    },
  };
}
