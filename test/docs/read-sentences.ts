import type { Piece } from './read-text.ts';

/** Returns the sentences of a page. Code, tables, headings and lists of links are left out. */
export function readSentences(page: string): readonly Piece[] {
  const prose = page.replace(/^ *```[^]*?^ *```$|^(#|\||<!--).*$/gm, (block) => block.replace(/[^\n]/g, ''));
  // A paragraph ends before a blank line and before an item of a list.
  return [...prose.matchAll(/\S[^]*?(?=\n\s*\n|\n\s*([-*]|\d+\.) |$(?!\n))/g)].flatMap(
    ({ 0: block, index }) =>
      block.includes('](') && block.includes(' · ')
        ? []
        : sentencesOf(block).map(({ text, offset }) => ({
            line: prose.slice(0, index + offset).split('\n').length,
            text,
          })),
  );
}

/** Returns the sentences of a paragraph, each with the place where it begins. */
function sentencesOf(block: string): { readonly text: string; readonly offset: number }[] {
  return [...block.matchAll(/\S[^]*?(?:[.!?]["”)*]*(?=\s)|$(?!\n))/g)].map(({ 0: text, index }) => ({
    text,
    offset: index,
  }));
}

/** Returns how many words a sentence has. A link counts by its text, and a piece of code as one word. */
export function wordsIn(sentence: string): number {
  const plain = sentence.replace(/`[^`]+`/g, 'code').replace(/\]\([^)]*\)/g, '');
  return plain.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
