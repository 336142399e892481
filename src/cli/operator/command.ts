import { UsageError } from '../../app/index.ts';
import { Refused, type OperatorClient } from './client.ts';
import { CONNECT_OPTIONS, connect, type Connect } from './connect.ts';
import { optionLines, readLine, type Options, type Values, type ValuesOf } from './option.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { WrongUsage } from './wrong-usage.ts';

/** The result of a command, for programs and for people. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** The exit code of the process; 0 if absent. */
  readonly exitCode?: number;
}

/** A command of `npm run tenant` or `npm run user`. */
export interface Command {
  /** What the command does, in one line. */
  readonly summary: string;
  /** The names of its arguments. All are required. */
  readonly operands: readonly string[];
  readonly options: Options;
  run(call: {
    readonly operands: readonly string[];
    readonly values: Values;
    readonly client: OperatorClient;
    readonly terminal: Terminal;
  }): Promise<Outcome>;
}

/** Returns a command whose arguments and options are typed by their declaration. */
export function command<const Operands extends readonly string[], const Given extends Options>(declared: {
  readonly summary: string;
  readonly operands: Operands;
  readonly options: Given;
  run(call: {
    readonly operands: { readonly [Place in keyof Operands]: string };
    readonly values: ValuesOf<Given>;
    readonly client: OperatorClient;
    readonly terminal: Terminal;
  }): Promise<Outcome>;
}): Command {
  return declared;
}

export type Commands = Readonly<Record<string, Command>>;

/** The options of every command. */
const COMMON_OPTIONS = {
  json: { type: 'boolean', tells: 'print one JSON document, and nothing else' },
  ...CONNECT_OPTIONS,
  help: { type: 'boolean', tells: 'print this' },
} as const;

/**
 * Runs the command that a command line names. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
 * With `--json` standard output gets one JSON document, also for a failure: `{ "error": { code, message } }`.
 */
export async function runCommands(name: string, commands: Commands): Promise<void> {
  const [verb = '', ...args] = process.argv.slice(2);
  const json = args.includes('--json');
  const terminal = openTerminal();
  try {
    process.stdout.write(await runOne({ name, commands, verb, args, terminal }));
  } catch (error) {
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
    const { code, message } = describe(error);
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    terminal.say(error instanceof WrongUsage && !json ? `${message}\n\n${error.usage}`.trimEnd() : message);
  } finally {
    terminal.close();
  }
}

async function runOne(line: {
  readonly name: string;
  readonly commands: Commands;
  readonly verb: string;
  readonly args: readonly string[];
  readonly terminal: Terminal;
}): Promise<string> {
  const { name, commands, verb, args, terminal } = line;
  if (verb === '--help' || verb === 'help') return overview(name, commands);
  const [word = '', ...rest] = args;
  // The names of some commands have two words: "backup verify".
  if (Object.hasOwn(commands, `${verb} ${word}`))
    return runOne({ ...line, verb: `${verb} ${word}`, args: rest });
  const found = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (!found) {
    const problem = verb === '' ? 'No command is named.' : `There is no command "${verb}".`;
    throw new WrongUsage(problem, overview(name, commands));
  }
  const usage = usageOf(name, verb, found);
  const options = { ...found.options, ...COMMON_OPTIONS };
  const { values, positionals } = readLine(args, found.operands, options, usage);
  if (values['help'] === true) return usage;
  const client = connectLater(values as unknown as Connect);
  const { json, text, exitCode = 0 } = await found.run({ operands: positionals, values, client, terminal });
  process.exitCode = exitCode;
  return values['json'] === true ? `${JSON.stringify(json)}\n` : text;
}

/** Returns a client that connects at its first operation, so that a wrong command line is reported first. */
function connectLater(options: Connect): OperatorClient {
  let connected: Promise<OperatorClient> | undefined;
  return {
    async ask<Data>(document: string, variables?: object) {
      connected ??= connect(options, process.env);
      return (await connected).ask<Data>(document, variables);
    },
  };
}

function usageOf(name: string, verb: string, { summary, operands, options }: Command): string {
  return [
    `Usage: npm run ${name} -- ${[verb, ...operands].join(' ')} [options]\n`,
    `${summary}\n`,
    optionLines({ ...options, ...COMMON_OPTIONS }),
  ].join('\n');
}

function overview(name: string, commands: Commands): string {
  const lines = Object.entries(commands).map(([verb, { operands, summary }]) => ({
    call: [verb, ...operands].join(' '),
    summary,
  }));
  const width = Math.max(...lines.map(({ call }) => call.length));
  return [
    `Usage: npm run ${name} -- COMMAND [options]\n`,
    ...lines.map(({ call, summary }) => `  ${call.padEnd(width)}   ${summary}`),
    `\nnpm run ${name} -- COMMAND --help shows the options of a command.\n`,
  ].join('\n');
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof Refused) return { code: error.code, message: error.message };
  if (error instanceof WrongUsage) return { code: 'WRONG_USAGE', message: error.message };
  if (error instanceof UsageError) return { code: 'FAILED', message: error.message };
  return { code: 'FAILED', message: `Something went wrong: ${String(error)}` };
}
