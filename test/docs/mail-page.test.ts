import { readFileSync } from 'node:fs';

import { MAIL_KINDS } from '../../src/platform/index.ts';
import { COMMON_PLACEHOLDERS, PLACEHOLDERS } from '../../src/platform/mail/kinds.ts';

const page = readFileSync('docs/mail.md', 'utf8');

/** Returns the rows of the table whose header begins with these words, as the words in backticks of each cell. */
function tableOf(header: string): readonly (readonly (readonly string[])[])[] {
  const [, after = ''] = page.split(header);
  const [table = ''] = after.split('\n\n');
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| -'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)),
    );
}

test('docs/mail.md names each kind of mail', () => {
  const kinds = tableOf('| mail ').map(([[kind = ''] = []]) => kind);
  expect(kinds.filter((kind) => kind !== '')).toEqual(MAIL_KINDS);
});

test('docs/mail.md names the placeholders of each kind', () => {
  const rows = tableOf('| mails ').filter(([, names = []]) => names.length > 0);
  const [[, common] = []] = rows;
  expect(common).toEqual(COMMON_PLACEHOLDERS);
  const documented = rows.slice(1).flatMap(([kinds = [], names = []]) => kinds.map((kind) => [kind, names]));
  const own = MAIL_KINDS.flatMap((kind) =>
    PLACEHOLDERS[kind].length > 0 ? [[kind, PLACEHOLDERS[kind]]] : [],
  );
  expect(documented).toEqual(own);
});
