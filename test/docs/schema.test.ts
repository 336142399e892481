import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ASTNode, type GraphQLSchema, parse, print, printSchema, validate } from 'graphql';

import { compile } from '../../src/engine/index.ts';
import { lintModel, readModel } from '../../src/model/index.ts';
import { directives } from '../../src/model/directives/index.ts';
import { unsupportedDirectives } from '../../src/model/unsupported.ts';
import { FIXTURE } from '../../codegen/places.ts';

const page = readFileSync('docs/schema.md', 'utf8');

interface Block {
  readonly line: number;
  readonly mark: string;
  readonly text: string;
  /** The nearest schema above the block. */
  readonly schema: string;
}

const blocks = readBlocks();
const marked = (mark: string): (readonly [line: number, block: Block])[] =>
  blocks.filter((block) => block.mark === mark).map((block) => [block.line, block]);

function readBlocks(): Block[] {
  let schema = '';
  return [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(({ index, 1: text = '' }) => {
    const mark = /^# (schema|makes|refused)\b/.exec(text)?.[1] ?? 'operation';
    if (mark === 'schema') schema = text;
    return { line: page.slice(0, index).split('\n').length, mark, text, schema };
  });
}

/** The platform's SDL of files, next to which a schema with files is read. */
const files = {
  file: 'files.graphql',
  platform: true as const,
  text: readFileSync('schema/platform/files.graphql', 'utf8'),
};

function read(text: string) {
  const platform = /\bFile\b/.test(text) ? [files] : [];
  return readModel([...platform, { file: 'docs/schema.md', text }]);
}

function api(text: string): GraphQLSchema {
  return compile(read(text).model);
}

/** Returns the fields of each type of an API as one line of SDL each, without descriptions. */
function fieldsOf(sdl: string): Readonly<Record<string, readonly string[]>> {
  const types = parse(sdl).definitions.flatMap((definition) =>
    'fields' in definition && 'name' in definition ? [definition] : [],
  );
  return Object.fromEntries(
    types.map(({ name, fields = [] }) => [
      name.value,
      fields.map(({ description: _, ...field }) => print(field as ASTNode).replace(/\s+/g, ' ')),
    ]),
  );
}

/** The codes in the type in report.ts, read from the source because a type cannot be imported. */
const problemCodes = [
  ...(/type ProblemCode =([^;]*);/.exec(readFileSync('src/model/report.ts', 'utf8'))?.[1] ?? '').matchAll(
    /'([a-z-]+)'/g,
  ),
].map(([, code = '']) => code);

describe('docs/schema.md', () => {
  test.each(marked('schema'))('has a valid schema in line %i', (_line, block) => {
    expect(read(block.text).problems).toEqual([]);
    expect(printSchema(api(block.text))).toContain('type Query');
  });

  test.each(marked('makes'))('shows in line %i the API of the schema above it', (_line, block) => {
    const made = fieldsOf(printSchema(api(block.schema)));
    const shown = Object.entries(fieldsOf(block.text));
    expect(shown).not.toEqual([]);
    for (const [name, fields] of shown) expect(made[name]).toEqual(expect.arrayContaining([...fields]));
  });

  test.each(marked('operation'))(
    'has in line %i an operation that is valid for the schema above it',
    (_line, block) => {
      expect(validate(api(block.schema), parse(block.text))).toEqual([]);
    },
  );

  test.each(marked('refused'))(
    'has in line %i a schema that causes the problem that it names',
    (_line, block) => {
      const code = /^# refused: (\S+)/.exec(block.text)?.[1];
      expect([...new Set(read(block.text).problems.map((problem) => problem.code))]).toEqual([code]);
    },
  );
});

describe('docs/schema.md on the additions to Amplify', () => {
  const models = (heading: string) => {
    const [, section = ''] = new RegExp(`^##+ ${heading}\n([^]*?)(?=^##)`, 'm').exec(page) ?? [];
    return read(/(?<=```graphql\n)# schema\n[^]*?(?=```)/.exec(section)?.[0] ?? '').model.models;
  };

  test('has examples that use them', () => {
    expect(models('@unique')['Task']?.uniques[0]?.name).toBe('slug+projectTasksId');
    expect(models('@version')['Page']?.version).toBe('revision');
    expect(models('Rules that must all hold')['Article']?.rules[1]?.allow).toBe('all');
    expect(models('Handing a row over')['Ticket']?.fields['owner']?.kind.is).toBe('stored');
    const { Task, Budget, Lead } = models('onDelete');
    expect([Task, Budget, Lead].map((type) => type?.references[0]?.onDelete)).toEqual([
      'CASCADE',
      'RESTRICT',
      'SET_NULL',
    ]);
    expect(Budget?.references[0]?.index).toBe('byProject');
  });

  test.each(['@unique', '@version', 'onDelete', 'Rules that must all hold', 'Handing a row over'])(
    'has no lint warning in the schema of "%s"',
    (heading) => {
      expect(lintModel({ ...read('').model, models: models(heading) })).toEqual([]);
    },
  );

  test('lists every lint warning, and a test causes each', () => {
    const listed = [...page.matchAll(/^\| `([a-z]+-[a-z]+)` /gm)].map(([, code]) => code);
    const [, codes = ''] =
      /type LintCode =([^;]*);/.exec(readFileSync('src/model/lint/warning.ts', 'utf8')) ?? [];
    const tests = ['lint', 'lint-fields'].map((name) => readFileSync(`test/model/${name}.test.ts`, 'utf8'));
    const provoked = tests.join('\n').matchAll(/^describe\('([a-z]+-[a-z]+)'/gm);
    expect(listed.toSorted()).toEqual([...codes.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code));
    expect([...provoked].map(([, code]) => code).toSorted()).toEqual(listed.toSorted());
  });
});

describe('docs/schema.md', () => {
  test.each(Object.keys(directives))('documents @%s with each of its arguments', (name) => {
    const [, section = ''] = new RegExp(`^## [^\n]*@${name}\\b[^\n]*\n([^]*?)(?=^## )`, 'm').exec(page) ?? [];
    const { sdl } = directives[name as keyof typeof directives];
    const [, written = ''] = new RegExp(`directive @${name}\\(([^)]*)\\)`).exec(sdl) ?? [];
    const names = [...written.replaceAll(/"""[^]*?"""/g, '').matchAll(/(\w+):/g)].map(
      ([, argument = '']) => argument,
    );
    const told = names.filter((argument) => argument !== 'rules' || name !== 'auth');
    expect(section).not.toBe('');
    for (const argument of told) expect(section).toContain(`\`${argument}`);
  });

  test.each(Object.entries(unsupportedDirectives))('lists @%s with its replacement', (name, hint) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`@${name}\` `));
    expect(row).toContain(hint);
  });

  test('explains each problem code and has an example of it', () => {
    const explained = [...page.matchAll(/^\| \[`([a-z-]+)`\]/gm)].map(([, code]) => code);
    const shown = marked('refused').map(([, { text }]) => /^# refused: (\S+)/.exec(text)?.[1]);
    expect(problemCodes.length).toBeGreaterThan(30);
    expect(explained).toEqual(problemCodes);
    expect(shown).toEqual(problemCodes);
  });

  test('shows resolvers of the sample unchanged', () => {
    const shown = [...page.matchAll(/^```ts\n\/\/ src\/resolvers\/(\S+)\n([^]*?)^```$/gm)];
    expect(shown.length).toBeGreaterThan(0);
    for (const [, file = '', text = ''] of shown)
      expect(readFileSync(join(FIXTURE.resolvers, file), 'utf8')).toContain(text.trim());
  });
});
