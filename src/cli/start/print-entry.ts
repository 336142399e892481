import type { LogEntry } from '../../server/index.ts';

export interface PrintOptions {
  readonly colour: boolean;
  /** Returns the name of a user, a key or an operator by its id; undefined if the pools know none. */
  readonly nameOf: (id: string) => string | undefined;
}

/**
 * Prints a log entry for a person at a terminal: an operation is one line, an error has its stack below it.
 * Example: `09:05:07  acme      alice     OK  query listTasks  12 ms, 3 calls, cost 14`.
 */
export function printEntry(entry: LogEntry, at: Date, options: PrintOptions): string {
  const paint = options.colour ? colours : plain;
  if (entry.message === 'internal error') return printThrown(entry, paint);
  const lead = [paint.dim(clockTime(at)), cell(entry.tenantId ?? '-'), cell(callerOf(entry, options))];
  switch (entry.message) {
    case 'request':
      return line(...lead, statusOf(entry, paint), nameOfOperation(entry), paint.dim(costOf(entry)));
    case 'isolation alarm':
      return [line(...lead, paint.alarm(' ISOLATION ALARM ')), details(entry, paint.red)].join('\n');
    case 'request refused': {
      const refused = line(...lead, paintCode(String(entry['code']), paint), 'request refused');
      return 'stack' in entry ? [refused, printThrown(entry, paint)].join('\n') : refused;
    }
    default:
      return printOther(entry, lead, paint);
  }
}

function printOther(entry: LogEntry, lead: readonly string[], paint: Paint): string {
  const colour = { error: paint.red, warn: paint.yellow, info: paint.dim }[entry.level];
  const first = line(...lead, colour(clean(entry.message)));
  const rest = details(entry, paint.dim);
  return rest === '' ? first : [first, rest].join('\n');
}

/** Prints the error and its stack, with the field that threw it. */
function printThrown(entry: LogEntry, paint: Paint): string {
  const { path, error, reason, stack } = entry;
  const where = typeof path === 'string' ? `${path}: ` : '';
  const what = [error, reason].filter((part) => typeof part === 'string').join(': ');
  const frames = typeof stack === 'string' ? framesOf(stack) : [];
  return [
    paint.red(`  ${clean(where + what)}`),
    ...frames.map((frame) => (isOurs(frame) ? frame : paint.dim(frame))),
  ].join('\n');
}

/** The lines of a stack below its message, which may have lines of its own. */
function framesOf(stack: string): string[] {
  const lines = stack.split('\n');
  const first = lines.findIndex((text) => /^\s+at /.test(text));
  return first < 0 ? [] : lines.slice(first).map((text) => `    ${clean(text.trim())}`);
}

function isOurs(frame: string): boolean {
  return !/node:|node_modules/.test(frame);
}

/** What the line of an operation, or the columns before, do not show. */
const SHOWN = new Set([
  'level',
  'message',
  'requestId',
  'tenantId',
  'tier',
  'userId',
  'operatorId',
  'metrics',
]);

function details(entry: LogEntry, colour: (text: string) => string): string {
  const { stack, ...rest } = entry;
  const named = Object.entries(rest)
    .filter(([name, value]) => !SHOWN.has(name) && value !== undefined)
    .map(([name, value]) =>
      colour(`  ${name}: ${clean(typeof value === 'string' ? value : JSON.stringify(value))}`),
    );
  return [...named, ...(typeof stack === 'string' ? framesOf(stack) : [])].join('\n');
}

function callerOf(entry: LogEntry, { nameOf }: PrintOptions): string {
  const id = entry.userId ?? entry['operatorId'];
  return typeof id === 'string' ? (nameOf(id) ?? id) : '-';
}

function statusOf({ codes }: LogEntry, paint: Paint): string {
  const all = Array.isArray(codes) ? codes.map(String) : [];
  if (all.length === 0) return paint.green('OK');
  return [...new Set(all)]
    .map((code) => {
      const times = all.filter((other) => other === code).length;
      return paintCode(times === 1 ? code : `${code} x${times}`, paint);
    })
    .join(' ');
}

function paintCode(code: string, paint: Paint): string {
  return code.startsWith('INTERNAL') ? paint.red(clean(code)) : paint.yellow(clean(code));
}

/** How many root fields a line shows. */
const FIELDS = 3;

function nameOfOperation({ operation, operationName, fields }: LogEntry): string {
  if (typeof operation !== 'string') return 'no operation';
  const names = [...new Set(Array.isArray(fields) ? fields.map(String) : [])];
  const more = names.length > FIELDS ? ` +${names.length - FIELDS}` : '';
  const shown = `${names.slice(0, FIELDS).join(', ')}${more}`;
  const name =
    typeof operationName === 'string' && !names.includes(operationName) ? ` ${operationName}:` : '';
  return clean(`${operation}${name} ${shown}`).trimEnd();
}

function costOf({ ms, calls, cost }: LogEntry): string {
  const parts = [`${String(ms)} ms`, `${String(calls)} ${calls === 1 ? 'call' : 'calls'}`];
  return [...parts, ...(typeof cost === 'number' ? [`cost ${cost}`] : [])].join(', ');
}

function clockTime(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** Columns before the status are as wide as most names. */
function cell(text: string): string {
  return clean(text).padEnd(8);
}

function line(...parts: readonly string[]): string {
  return parts.join('  ').trimEnd();
}

/** Removes control characters: a name or a value must not move the cursor or change the colours of a terminal. */
function clean(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}

type Paint = Readonly<Record<'dim' | 'red' | 'green' | 'yellow' | 'alarm', (text: string) => string>>;

const colours: Paint = {
  dim: sgr(2),
  red: sgr(31),
  green: sgr(32),
  yellow: sgr(33),
  // Bold white on red.
  alarm: sgr('1;37;41'),
};

const plain: Paint = { dim: same, red: same, green: same, yellow: same, alarm: same };

/** Returns what puts a text between a code of ECMA-48 (Select Graphic Rendition) and the one that ends it. */
function sgr(code: number | string): (text: string) => string {
  return (text) => `\u001b[${code}m${text}\u001b[0m`;
}

function same(text: string): string {
  return text;
}
