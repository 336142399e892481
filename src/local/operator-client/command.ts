import type { ParseArgsConfig } from 'node:util';

import { parseArguments } from '../parse-arguments.ts';
import { UsageError } from '../usage-error.ts';
import { Refused, type OperatorClient } from './client.ts';
import { CONNECT_HELP, CONNECT_OPTIONS, connect, type Connect } from './connect.ts';
import { openTerminal, type Terminal } from './terminal.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type ValuesOf<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends { type: 'boolean' }
    ? boolean | undefined
    : string | undefined;
};

/** What a command came to: the same twice, for programs and for people. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
}

/** One command of `npm run tenant` or `npm run user`. */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** The names of its arguments; all are needed. */
  readonly operands: readonly string[];
  readonly options: Options;
  /** Its options, as the help shows them; a line each. */
  readonly help: string;
  run(call: {
    readonly operands: readonly string[];
    readonly values: Readonly<Record<string, string | boolean | undefined>>;
    readonly client: OperatorClient;
    readonly terminal: Terminal;
  }): Promise<Outcome>;
}

/** A command whose arguments and options are typed by their declaration. */
export function command<const Operands extends readonly string[], const Given extends Options>(declared: {
  readonly summary: string;
  readonly operands: Operands;
  readonly options: Given;
  readonly help: string;
  run(call: {
    readonly operands: { readonly [Place in keyof Operands]: string };
    readonly values: ValuesOf<Given>;
    readonly client: OperatorClient;
    readonly terminal: Terminal;
  }): Promise<Outcome>;
}): Command {
  return declared;
}

/** A command line that says something else than the command takes: exit code 2, and the command's usage. */
export class WrongUsage extends UsageError {
  override readonly name = 'WrongUsage';
  /** The whole help that stands below the sentence. */
  readonly usage: string;

  constructor(message: string, usage = '') {
    super(message);
    this.usage = usage;
  }
}

export type Commands = Readonly<Record<string, Command>>;

/**
 * Runs the command that a command line names. Exit codes: 0 done, 1 refused or failed, 2 wrong usage. With `--json`
 * standard output gets one JSON document, also of a failure: `{ "error": { code, message } }`.
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
  const found = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (!found) {
    const problem = verb === '' ? 'No command is named.' : `There is no command "${verb}".`;
    throw new WrongUsage(problem, overview(name, commands));
  }
  const usage = usageOf(name, verb, found);
  const { values, positionals } = parse(args, found, usage);
  if (values['help']) return usage;
  if (positionals.length !== found.operands.length) {
    throw new WrongUsage(countProblem(found.operands, positionals), usage);
  }
  const client = connectLater(values);
  const { json, text } = await found.run({ operands: positionals, values, client, terminal });
  return values['json'] ? `${JSON.stringify(json)}\n` : text;
}

/** Connects at the first question, so that a wrong command line is told before anything is asked. */
function connectLater(options: Connect): OperatorClient {
  let connected: Promise<OperatorClient> | undefined;
  return {
    async ask<Data>(document: string, variables?: object) {
      connected ??= connect(options, process.env);
      return (await connected).ask<Data>(document, variables);
    },
  };
}

function parse(args: readonly string[], { options }: Command, usage: string) {
  try {
    return parseArguments(
      {
        args: [...args],
        allowPositionals: true,
        options: { ...CONNECT_OPTIONS, ...options, json: { type: 'boolean' }, help: { type: 'boolean' } },
      },
      usage,
    );
  } catch (error) {
    throw new WrongUsage((error as Error).message.split('\n')[0] ?? '', usage);
  }
}

function countProblem(operands: readonly string[], given: readonly string[]): string {
  const missing = operands.slice(given.length);
  if (missing.length > 0) return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`;
  return `"${given[operands.length] ?? ''}" is one argument too many.`;
}

function usageOf(name: string, verb: string, { summary, operands, help }: Command): string {
  const own = help === '' ? '' : `${help.replace(/^/gm, '  ')}\n`;
  return [
    `Usage: npm run ${name} -- ${[verb, ...operands].join(' ')} [options]\n`,
    `${summary}\n`,
    `${own}  --json           print one JSON document, and nothing else${CONNECT_HELP}`,
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
