import { readFileSync } from 'node:fs';

import { filesBelow } from './files-below.ts';
import { readSentences, wordsIn } from './read-sentences.ts';
import { type Piece, readSourceText } from './read-text.ts';

/** Files and folders that docs/style.md does not bind yet. The list only shrinks; an empty one shows all that is left. */
const NOT_YET: readonly string[] = [];

const MAX_WORDS = 30;

const STYLE = 'docs/style.md';

const isBound = (file: string): boolean =>
  file !== STYLE && !NOT_YET.some((area) => file === area || file.startsWith(`${area}/`));

const guides = ['README.md', 'ARCHITECTURE.md', ...filesBelow('docs', '.md')].filter(isBound);
const readmes = ['src', 'infra', 'web', 'test'].flatMap((folder) => filesBelow(folder, 'README.md'));
const pages = [...guides, ...['CONTRIBUTING.md', ...readmes].filter(isBound)];
const sources = ['src', 'infra', 'web', 'codegen', 'bench', 'test']
  .flatMap((folder) => filesBelow(folder, '.ts', '.tsx', '.mjs'))
  .filter(isBound);

/** Returns the alternatives in the first column of the table below "Words". */
function readWordList(): readonly string[] {
  const [, table = ''] = readFileSync(STYLE, 'utf8').split('\n## Words\n');
  const [, , ...cells] = [...table.matchAll(/^\| ([^|]+)/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => cell.split(',').map((word) => word.trim()));
}

const words = readWordList();
const banned = new RegExp(
  `(?<![\\w-])(?!stand-ins?\\b)(${words.map((word) => word.replaceAll(' ', '[\\s*/]+')).join('|')})(?!\\w)`,
  'gi',
);

/** What people read in the sources. Only those that hold a banned word anywhere are parsed, which takes seconds for all. */
const texts = sources
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  .filter(({ text }) => text.search(banned) >= 0)
  .map(({ file, text }) => ({ file, ...readSourceText(file, text) }));

/** Returns each banned word of some pieces as `file:line word`. */
function findings(file: string, pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap(({ line, text }) =>
    [...text.matchAll(banned)].map(({ 0: word, index }) => {
      const at = line + text.slice(0, index).split('\n').length - 1;
      return `${file}:${at} ${word.replace(/[\s*/]+/g, ' ')}`;
    }),
  );
}

describe('the word list of docs/style.md', () => {
  test('has words, each once', () => {
    expect(words).toEqual(expect.arrayContaining(['stand', 'told', 'the peer', 'unless told']));
    expect(new Set(words).size).toBe(words.length);
  });

  test('is searched for by line, and allows "stand-in"', () => {
    const text = 'A stand-in for S3, and stand-ins.\nNobody is Told: gone on\n * with, understand.';
    expect(findings('page', [{ line: 3, text }])).toEqual([
      'page:4 Nobody',
      'page:4 Told',
      'page:4 gone on with',
    ]);
  });

  test('is avoided by every page', () => {
    const found = pages.flatMap((page) => findings(page, [{ line: 1, text: readFileSync(page, 'utf8') }]));
    expect(found).toEqual([]);
  });

  test('is avoided by every comment', () => {
    expect(texts.flatMap(({ file, comments }) => findings(file, comments))).toEqual([]);
  });

  test('is avoided by every test title', () => {
    expect(texts.flatMap(({ file, titles }) => findings(file, titles))).toEqual([]);
  });

  test('is avoided by every text in src', () => {
    const ours = texts.filter(({ file }) => file.startsWith('src/'));
    expect(ours.flatMap(({ file, strings }) => findings(file, strings))).toEqual([]);
  });
});

test('a source has comments outside its strings, titles of tests and of their tables, and strings', () => {
  const text = `import { a } from 'path';
/** Doc. */ const url = 'https://x'; // Why.
describe.each([['one', 'data'], ['two']])('three %s', () => test(\`four \${'five'}\`, () => use('six', /"\\/*/)));
`;
  const { comments, titles, strings } = readSourceText('source.ts', text);
  const at = (piece: Piece): string => `${piece.line} ${piece.text}`;
  expect(comments.map(at)).toEqual(['2 /** Doc. */', '2 // Why.']);
  expect(titles.map(at)).toEqual(['3 three %s', '3 one', '3 two', '3 four ', '3 five', '3 ']);
  expect(strings.map(({ text: string }) => string)).toEqual(
    expect.arrayContaining(['https://x', 'one', 'four ', 'six']),
  );
  expect(strings.map(at)).not.toContain('1 path');
});

describe('a sentence of a page', () => {
  test('ends at its punctuation, and code, tables and headings do not count', () => {
    const page =
      '# A heading\n\nOne `a b c` two.\nThree [four five](x.md): six!\n\n| a | b |\n\n- Seven\n- Eight nine\n';
    expect(readSentences(page).map(({ line, text }) => [line, wordsIn(text)])).toEqual([
      [3, 3],
      [4, 4],
      [8, 1],
      [9, 2],
    ]);
  });

  test(`has at most ${MAX_WORDS} words`, () => {
    const long = guides.flatMap((page) =>
      readSentences(readFileSync(page, 'utf8'))
        .filter(({ text }) => wordsIn(text) > MAX_WORDS)
        .map(({ line, text }) => `${page}:${line} ${wordsIn(text)} words: ${text.slice(0, 60)}`),
    );
    expect(long).toEqual([]);
  });
});
