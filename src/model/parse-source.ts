import { type DefinitionNode, GraphQLError, parse, Source } from 'graphql';

import type { Report } from './report.ts';

/** The begin of a definition, by which the parser skips one that does not parse and continues with the next. */
const START =
  /^[ \t]*(?:extend[ \t]+)?(?:type|interface|union|enum|input|scalar|directive|schema)[ \t]+(?:(\w+)|[@{])/gm;

/** What a file holds: the definitions that parse, and the names of those that do not. */
interface Parsed {
  readonly nodes: readonly DefinitionNode[];
  readonly broken: readonly string[];
}

/**
 * Parses the definitions of a file. Each that does not parse is reported and blanked, so that the others are still
 * read.
 */
export function parseSource(file: string, text: string, report: Report): Parsed {
  const broken: string[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    try {
      return { nodes: parse(new Source(rest, file)).definitions, broken };
    } catch (error) {
      // A file of comments alone is not a mistake.
      if (rest.split(/[\n\r]/).every((line) => /^[\s,]*(#.*)?$/.test(line))) return { nodes: [], broken };
      const { message, offset, at } = describe(error, file);
      const { next, unclosed } = blankAround(rest, offset);
      const hint = unclosed ? 'A "}" is missing before this.' : hintFor(rest.slice(offset ?? 0));
      report('syntax', `${message.replace(/\.$/, '')}.`, { at, hint });
      broken.push(...namesIn(rest).filter((name) => !namesIn(next).includes(name)));
      rest = next;
    }
  }
  return { nodes: [], broken };
}

/** Returns what to write in place of a text that the parser does not accept. */
function hintFor(text: string): string {
  const [, required] = /^!\s*([\w[\]]+)/.exec(text) ?? [];
  if (required !== undefined) return `Write the "!" behind the type: ${required}!`;
  const [, optional] = /^\?\s*:/.exec(text) ? ['', ''] : [];
  if (optional !== undefined) return 'Remove the "?": a field is optional unless its type ends in "!".';
  return 'Correct this definition; the others were read.';
}

function describe(error: unknown, file: string) {
  const known = error instanceof GraphQLError ? error : null;
  const { line, column } = known?.locations?.[0] ?? { line: 1, column: 1 };
  return {
    message: known?.message ?? 'The text could not be read: it is nested too deeply',
    offset: known?.positions?.[0] ?? null,
    at: { file, line, column },
  };
}

/** Blanks the definition around an offset with spaces. The rest keeps its lines and columns. */
function blankAround(text: string, offset: number | null): { next: string; unclosed: boolean } {
  if (offset === null) return { next: '', unclosed: false };
  const starts = [...text.matchAll(START)].map((match) => match.index);
  const from = starts.findLast((start) => start <= offset) ?? 0;
  const before = starts.findLast((start) => start < from);
  // The parser notices an unclosed definition only at the next one, which is sound.
  const unclosed = before !== undefined && isOpen(text.slice(before, from));
  const begin = unclosed ? before : from;
  const end = starts.find((start) => start > begin) ?? text.length;
  const next = text.slice(0, begin) + text.slice(begin, end).replace(/[^\n\r]/g, ' ') + text.slice(end);
  return { next: next === text ? '' : next, unclosed };
}

function isOpen(text: string): boolean {
  const code = text.replace(/"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|#.*/g, '');
  return code.split('{').length > code.split('}').length;
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(START)].map((match) => match[1] ?? '');
}
