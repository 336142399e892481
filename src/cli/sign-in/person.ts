import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

import { UsageError } from '../../app/index.ts';

/** Who signs in, at a terminal or by a script. They are told and asked on standard error: standard output is the token's. */
export interface Person {
  /** Whether they can look at what was wrong and type it again. */
  readonly isAtTerminal: boolean;
  say(line: string): void;
  /** A line that they type. @throws {UsageError} when there is none to come */
  ask(what: string): Promise<string>;
  /** The same, without showing it. */
  askSecret(what: string): Promise<string>;
  /** Leaves standard input alone, so that the process can end. */
  close(): void;
}

export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/** The person at the streams of this process. Nothing is read before something is asked. */
export function openPerson({ stdin, stderr }: Streams = process): Person {
  const isAtTerminal = stdin.isTTY === true;
  const lines: string[] = [];
  let shows = true;
  let reader: Interface | undefined;
  let ended = false;
  let wake = (): void => undefined;
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (shows) stderr.write(chunk);
      done();
    },
  });
  const open = (): Interface => {
    // On a terminal readline echoes what is typed, in place of the terminal: onto a stream that can be silent.
    const opened = createInterface({ input: stdin, output: echo, terminal: isAtTerminal });
    opened.on('line', (line) => {
      lines.push(line);
      wake();
    });
    opened.on('close', () => {
      ended = true;
      wake();
    });
    return opened;
  };
  const read = async (what: string, shown: boolean): Promise<string> => {
    reader ??= open();
    shows = shown;
    // Readline has to know the question that it may have to draw again, when a key deletes.
    reader.setPrompt(shown && isAtTerminal ? `${what}: ` : '');
    if (!shown || !isAtTerminal) stderr.write(`${what}: `);
    if (!ended) reader.prompt();
    while (lines.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
    // The end of the line is not echoed where nobody types it, or where nothing is shown.
    if (!isAtTerminal || !shown || lines.length === 0) stderr.write('\n');
    const line = lines.shift();
    if (line === undefined) throw new UsageError(`Nobody answered: "${what}". Nothing was signed in.`);
    return line;
  };
  return {
    isAtTerminal,
    say: (line) => void stderr.write(`${line}\n`),
    ask: async (what) => (await read(what, true)).trim(),
    askSecret: (what) => read(what, false),
    close: () => reader?.close(),
  };
}

/** For sign-ins that must do without a person. @throws {UsageError} the sentence, at the first question */
export function nobody(sentence: string): Person {
  const ask = (): Promise<string> => Promise.reject(new UsageError(sentence));
  return { isAtTerminal: false, say: () => undefined, ask, askSecret: ask, close: () => undefined };
}
