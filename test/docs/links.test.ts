import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const pages = ['.', 'docs', 'docs/errors', 'docs/platform'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const scripts = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** Returns a page without its blocks of code, which have no links. */
function prose(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```[^]*?^```$/gm, '');
}

/** Returns the anchors that GitHub creates from the headings of a page. */
function anchors(page: string): readonly string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(pages)('%s', (page) => {
  test('links only to existing pages and headings', () => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^https?:/.test(link));
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : join(dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('names only existing commands', () => {
    const named = [...readFileSync(page, 'utf8').matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)];
    expect(named.map(([, script]) => script).filter((script = '') => !scripts.includes(script))).toEqual([]);
  });
});

test('each row of docs/reliability.md names a test that exists', () => {
  const rows = readFileSync('docs/reliability.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!-)/.test(line) && !line.includes('| promise '));
  const testsOf = (row: string): string[] =>
    [...row.matchAll(/`((?:test|bench)\/[^`]+)`/g)].map(([, file = '']) => file);
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => testsOf(row).length === 0)).toEqual([]);
  expect(rows.flatMap(testsOf).filter((file) => !existsSync(file))).toEqual([]);
});

test('the README lists every command for users', () => {
  const within = /^(start|check:.+|format|codegen:product|build:web|prepare|screenshot|bench:.+)$/;
  const readme = readFileSync('README.md', 'utf8');
  const unlisted = scripts.filter(
    (name) => !within.test(name) && !readme.includes(`\`npm ${name === 'test' ? '' : 'run '}${name}`),
  );
  expect(unlisted).toEqual([]);
});
