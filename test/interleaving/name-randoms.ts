import type { Command } from '../../src/store/dynamo/driver/send.ts';

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
/** The stamp of a put and of an update: `store/dynamo/commands/stamp.ts`. */
const STAMP = /"(?:0w|:write)":"([\w-]{8})"/g;

/** Prints values so that runs which differ only in what they drew at random print the same. */
export interface Printer {
  /** Gives the random parts of a writer's call names, such as `create.1`. A writer draws them in the same order in each run. */
  name(writer: string, command: Command): void;
  print(value: unknown): string;
}

export function nameRandoms(): Printer {
  const names = new Map<string, string>();
  const drawn = new Map<string, number>();
  return {
    name(writer, command) {
      const text = JSON.stringify(command);
      const randoms = [
        ...[...text.matchAll(UUID)].map(([uuid]) => uuid),
        ...[...text.matchAll(STAMP)].map(([, stamp = '']) => stamp),
      ];
      for (const random of randoms) {
        if (names.has(random)) continue;
        const number = (drawn.get(writer) ?? 0) + 1;
        drawn.set(writer, number);
        names.set(random, `${writer}.${number}`);
      }
    },
    print: (value) =>
      JSON.stringify(value)
        .replace(UUID, (uuid) => names.get(uuid) ?? uuid)
        .replace(/"([\w-]{8})"/g, (_quoted, text: string) => JSON.stringify(names.get(text) ?? text)),
  };
}
