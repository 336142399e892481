import { readFileSync } from 'node:fs';

import { tenantCommands, userCommands } from '../../src/cli/operator/index.ts';

const page = readFileSync('docs/platform/cli.md', 'utf8');
/** The calls in the first column of the table of commands. */
const calls = [...page.matchAll(/^\| `((?:tenant|user) -- [^|]+?) +\|/gm)].map(([, call = '']) => call);

describe.each([
  ['tenant', tenantCommands],
  ['user', userCommands],
])('docs/platform/cli.md, npm run %s', (name, commands) => {
  test.each(Object.entries(commands))(
    'documents %s with its arguments and options',
    (verb, { operands, options }) => {
      const call = calls.find((each) => each.startsWith(name) && new RegExp(`(-- |\`)${verb}\\b`).test(each));
      for (const part of [...operands, ...Object.keys(options).map((option) => `--${option}`)]) {
        expect(call).toContain(part);
      }
    },
  );
});

test('docs/platform/cli.md lists no unknown command', () => {
  const verbs = calls.flatMap((call) =>
    [...call.matchAll(/(?:-- |`)([a-z-]+(?: [a-z]+)?)/g)].map(([, words = '']) =>
      Object.hasOwn(tenantCommands, words) ? words : words.split(' ')[0],
    ),
  );
  expect(new Set(verbs)).toEqual(new Set([...Object.keys(tenantCommands), ...Object.keys(userCommands)]));
});
