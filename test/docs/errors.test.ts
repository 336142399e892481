import { readdirSync, readFileSync } from 'node:fs';

import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';

import { apiError } from '../../src/server/api-error.ts';
import { refusals } from '../../src/tenant/index.ts';

const FOLDER = 'docs/errors';

interface Facts {
  readonly errorType: string;
  readonly status: number;
  readonly retryable: boolean;
}

/** Codes of Apollo that the API passes through, with the error type that it adds. */
const requestCodes = Object.values(ApolloServerErrorCode)
  .map((code) => new GraphQLError('thrown by Apollo', { extensions: { code } }))
  .map((error) => apiError(error.toJSON(), error).extensions)
  .map((extensions) => ({ code: String(extensions?.['code']), errorType: String(extensions?.['errorType']) }))
  .filter(({ code }) => !Object.hasOwn(refusals, code));

const known: Readonly<Record<string, Facts>> = {
  ...refusals,
  ...Object.fromEntries(
    requestCodes.map(({ code, errorType }) => [
      code,
      // Clients of persisted queries expect 200, and then send the document.
      { errorType, status: code === 'PERSISTED_QUERY_NOT_SUPPORTED' ? 200 : 400, retryable: false },
    ]),
  ),
};

const codes = Object.keys(known);
const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
const read = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');

/** Returns the cells of all table rows on a page, without Markdown syntax. */
function tableRows(page: string): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.replace(/`|\[|\]\([^)]*\)/g, '').trim()));
}

describe('the pages of the error codes', () => {
  test('exist for every code, and there is no page without a code', () => {
    expect(pages.sort()).toEqual(codes.map((code) => `${code}.md`).sort());
  });

  test.each(codes)('state status, errorType and retryable of %s', (code) => {
    const [, , facts] = tableRows(read(`${code}.md`));
    const { status, errorType, retryable } = known[code] as Facts;
    const [shownStatus = '', ...others] = facts ?? [];
    expect(shownStatus.split(';')[0]).toBe(String(status));
    expect(others).toEqual([errorType, retryable ? 'yes' : 'no']);
  });

  test.each(codes)('show an answer with the code %s', (code) => {
    const [answer = '{}'] = /(?<=```json\n)[^]*?(?=```)/.exec(read(`${code}.md`)) ?? [];
    const { errors } = JSON.parse(answer) as { errors: { extensions: Record<string, unknown> }[] };
    const { errorType, retryable } = known[code] as Facts;
    expect(errors[0]?.extensions).toMatchObject({ code, errorType, ...(retryable ? { retryable } : {}) });
    expect('retryable' in (errors[0]?.extensions ?? {})).toBe(retryable);
  });

  test.each(codes)('explain %s and say what to do', (code) => {
    expect(read(`${code}.md`).match(/^#.*$/gm)).toEqual([
      `# ${code}`,
      '## What you see',
      '## Why',
      '## What to do',
    ]);
  });

  test('are summed up in an overview with the same facts', () => {
    const listed = tableRows(read('README.md')).filter(([code = '']) => /^[A-Z_]+$/.test(code));
    expect(listed.sort()).toEqual(
      [...codes].sort().map((code) => {
        const { status, errorType, retryable } = known[code] as Facts;
        return [code, String(status), errorType, retryable ? 'yes' : 'no'];
      }),
    );
  });
});
