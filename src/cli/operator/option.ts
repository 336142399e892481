import { parseArguments } from '../parse-arguments.ts';
import { WrongUsage } from './wrong-usage.ts';

/** An option of a command. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** The placeholder of its value in the help, such as "URL". */
  readonly value?: string;
  /** The purpose in a few words. */
  readonly tells: string;
  /** The value if the command line has none. */
  readonly default?: string;
  /** The command requires the option and says so. */
  readonly needed?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** The option that skips the question before something is destroyed. */
export const YES = { type: 'boolean', tells: 'do not ask whether it is meant' } as const;

export type ValuesOf<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends { type: 'boolean' }
    ? boolean | undefined
    : Given[Name] extends { needed: true } | { default: string }
      ? string
      : string | undefined;
};

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads a command line.
 * @throws {WrongUsage} if it does not fit the command
 */
export function readLine(
  args: readonly string[],
  operands: readonly string[],
  options: Options,
  usage: string,
): { readonly values: Values; readonly positionals: readonly string[] } {
  const { values, positionals } = parse(args, options, usage);
  if (values['help'] === true) return { values, positionals };
  const missing = [
    ...operands.slice(positionals.length),
    ...Object.entries(options)
      .filter(([name, { needed }]) => needed && values[name] === undefined)
      .map(([name]) => `--${name}`),
  ];
  if (missing.length > 0) {
    throw new WrongUsage(`${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`, usage);
  }
  if (positionals.length > operands.length) {
    throw new WrongUsage(`"${positionals[operands.length] ?? ''}" is one argument too many.`, usage);
  }
  return { values, positionals };
}

/**
 * Parses the number of an option.
 * @throws {WrongUsage} if it is not a whole number
 */
export function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new WrongUsage(`--${name} takes a whole number, not "${text}".`, '');
}

/** Returns the options for a help text, one line each. */
export function optionLines(options: Options): string {
  const lines = Object.entries(options).map(([name, option]) => {
    const call = `--${name}${option.value === undefined ? '' : ` ${option.value}`}`;
    const otherwise = option.default === undefined ? '' : ` (${option.default})`;
    return `  ${call.padEnd(24)} ${option.tells}${option.needed ? ' (needed)' : otherwise}\n`;
  });
  return lines.join('');
}

function parse(args: readonly string[], options: Options, usage: string) {
  try {
    return parseArguments(
      {
        args: [...args],
        allowPositionals: true,
        options: Object.fromEntries(
          Object.entries(options).map(([name, { type, default: otherwise }]) => [
            name,
            otherwise === undefined ? { type } : { type, default: otherwise },
          ]),
        ),
      },
      usage,
    ) as { readonly values: Values; readonly positionals: readonly string[] };
  } catch (error) {
    throw new WrongUsage((error as Error).message.split('\n')[0] ?? '', usage);
  }
}
