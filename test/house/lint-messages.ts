import { spawnSync } from 'node:child_process';

/** Applies the rules that eslint.config.mjs has for a file, those that need no types. */
const SCRIPT = `
  import { ESLint, Linter } from 'eslint';
  import tseslint from 'typescript-eslint';
  const names = ['no-restricted-syntax', 'no-restricted-imports'];
  const found = [];
  for (const { file, code } of JSON.parse(process.env.TRIED)) {
    const { rules } = await new ESLint().calculateConfigForFile(file);
    const config = {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      rules: Object.fromEntries(names.map((name) => [name, rules[name] ?? 'off'])),
    };
    found.push(new Linter().verify(code, [config], { filename: file }).map(({ message }) => message));
  }
  process.stdout.write(JSON.stringify(found));
`;

export interface Tried {
  readonly file: string;
  readonly code: string;
}

/** Returns what lint says of each code in the place of a file. The file need not exist. */
export function lintMessages(tried: readonly Tried[]): readonly (readonly string[])[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    env: { ...process.env, TRIED: JSON.stringify(tried) },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly (readonly string[])[];
}
