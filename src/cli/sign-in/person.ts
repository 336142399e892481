import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

import { UsageError } from '../../app/index.ts';

/**
 * The person who signs in, at a terminal or by a script.
 * Messages and questions go to standard error, because standard output is for the token.
 */
export interface Person {
  /** Whether the person can see a mistake and type again. */
  readonly isAtTerminal: boolean;
  say(line: string): void;
  /**
   * Asks for a line.
   * @throws {UsageError} if the input has ended
   */
  ask(what: string): Promise<string>;
  /** Asks for a line without showing it. */
  askSecret(what: string): Promise<string>;
  /** Releases standard input, so that the process can end. */
  close(): void;
}

export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/** Opens the person at the streams of this process. It reads nothing before the first question. */
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
    // On a terminal readline echoes the input instead of the terminal, to a stream that can be silent.
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
    // Readline must know the question, because it draws it again when a key deletes.
    reader.setPrompt(shown && isAtTerminal ? `${what}: ` : '');
    if (!shown || !isAtTerminal) stderr.write(`${what}: `);
    if (!ended) reader.prompt();
    while (lines.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
    // The end of the line is not echoed if a script types it, or if nothing is shown.
    if (!isAtTerminal || !shown || lines.length === 0) stderr.write('\n');
    const line = lines.shift();
    if (line === undefined) throw new UsageError(`No answer came to: "${what}". Nothing was signed in.`);
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

/**
 * Returns a person for sign-ins that must ask nothing.
 * @throws {UsageError} with the sentence, at the first question
 */
export function nobody(sentence: string): Person {
  const ask = (): Promise<string> => Promise.reject(new UsageError(sentence));
  return { isAtTerminal: false, say: () => undefined, ask, askSecret: ask, close: () => undefined };
}
