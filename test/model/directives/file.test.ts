import { readFileSync } from 'node:fs';

import { parseSize, printSize, readModel, type Model, type Problem } from '../../../src/model/index.ts';
import { task } from '../harness.ts';

const platform = {
  file: 'platform.graphql',
  platform: true as const,
  text: readFileSync('schema/platform/files.graphql', 'utf8'),
};

/** Reads an app next to the platform's SDL of files. */
function served(text: string): { readonly model: Model; readonly problems: readonly Problem[] } {
  return readModel([platform, { file: 'app.graphql', text }]);
}

/** Returns the model of an app without any problem. */
function read(text: string): Model {
  const { model, problems } = served(text);
  expect(problems).toEqual([]);
  return model;
}

/** Returns the problems as `line:column code: message Hint`. */
function problemsOf(text: string): readonly string[] {
  return served(text).problems.map(
    ({ code, at, message, hint }) => `${at?.line}:${at?.column} ${code}: ${message} ${hint}`,
  );
}

const pdf = '@file(types: ["application/pdf"])';

describe('@file', () => {
  it('makes a field of a file, whose id the row holds', () => {
    const { Task } = read(
      task('order: File! @file(maxSize: "1.5GB", types: ["image/*", "application/pdf"])'),
    ).models;
    expect(Task?.fields['order']).toMatchObject({
      type: { name: 'File', required: true },
      kind: { is: 'file' },
    });
    expect(Task?.files).toEqual([
      {
        field: 'order',
        list: false,
        maxBytes: 1_610_612_736,
        types: ['image/*', 'application/pdf'],
        maxFiles: 1,
      },
    ]);
  });

  it('allows 25 MB, and 10 files in a list, if it does not say otherwise', () => {
    const { Task } = read(
      task(`a: File ${pdf}\nb: [File!] ${pdf}\nc: [File!]! @file(types: ["*/*"], maxFiles: 20)`),
    ).models;
    expect(
      Task?.files.map(({ field, list, maxBytes, maxFiles }) => [field, list, maxBytes, maxFiles]),
    ).toEqual([
      ['a', false, 26_214_400, 1],
      ['b', true, 26_214_400, 10],
      ['c', true, 26_214_400, 20],
    ]);
  });

  it('takes the rules, the feature and @sensitive of any field', () => {
    const { Task } = read(
      task(
        `a: File ${pdf} @auth(rules: [{ allow: groups, groups: ["ADMIN"] }]) @feature(flag: "scans") @sensitive`,
      ),
    ).models;
    expect(Task?.fields['a']).toMatchObject({
      rules: [{ allow: 'groups', groups: ['ADMIN'] }],
      feature: 'scans',
      sensitive: true,
    });
  });

  it.each([
    ['String', `a: String ${pdf}`, 'String'],
    ['a list of nullable files', `a: [File] ${pdf}`, '[File]'],
    ['a list of lists', `a: [[File!]!] ${pdf}`, '[[File!]!]'],
  ])('is refused on %s', (_what, field, written) => {
    expect(problemsOf(task(field))).toEqual([
      `2:${field.indexOf('@') + 1} invalid-file: Task.a: @file is on a field of type ${written}. Write "a: File" or "a: [File!]".`,
    ]);
  });

  it('is refused on a field with arguments', () => {
    expect(problemsOf(task(`a(of: Int): File ${pdf}`))).toEqual([
      '2:18 invalid-file: Task.a: @file is on a field with arguments. Remove the arguments: a row holds the file. Write "a: File" or "a: [File!]".',
    ]);
  });

  it('is refused on a type without @model and on a root type', () => {
    const at = (type: string): string =>
      `misplaced-directive: ${type}.a: @file is in ${type}, which is not a @model.`;
    expect(problemsOf(`${task('place: Place')}type Place { a: File ${pdf} }`)).toEqual([
      `4:22 ${at('Place')} Add @model to type Place, or remove @file.`,
    ]);
    expect(problemsOf(`${task('n: Int')}extend type Query { a: File ${pdf} }`)).toEqual([
      `4:29 ${at('Query')} Remove @file.`,
    ]);
  });

  it('needs types', () => {
    expect(problemsOf(task('a: File @file'))).toEqual([
      '2:9 invalid-argument: Task.a: @file needs the argument "types". Write @file(types: …).',
    ]);
  });

  it.each([
    ['[]', 'has no types', 'Write the content types that it takes, such as ["image/*", "application/pdf"].'],
    [
      '["pdf"]',
      'has the type "pdf", which is no content type',
      'Write content types, such as ["image/*", "application/pdf"], or ["*/*"] for every type.',
    ],
    ['["Image/PNG"]', 'has the type "Image/PNG", which is no content type', 'Write "image/png".'],
    [
      '["*/pdf"]',
      'has the type "*/pdf", which is no content type',
      'Write content types, such as ["image/*", "application/pdf"], or ["*/*"] for every type.',
    ],
    [
      '["text/plain; charset=utf-8"]',
      'has the type "text/plain; charset=utf-8", which is no content type',
      'Write content types, such as ["image/*", "application/pdf"], or ["*/*"] for every type.',
    ],
    ['["image/*", "image/*"]', 'names the type "image/*" twice', 'Remove one.'],
  ])('refuses the types %s', (types, message, hint) => {
    expect(problemsOf(task(`a: File @file(types: ${types})`))).toEqual([
      `2:9 invalid-file: Task.a: @file ${message}. ${hint}`,
    ]);
  });

  it.each([
    ['25', 'is no size'],
    ['25 mb', 'is no size'],
    ['-1MB', 'is no size'],
    ['1e3MB', 'is no size'],
    ['', 'is no size'],
    ['0MB', 'is too small'],
    ['6TB', 'is above 5TB'],
    ['5000.001GB', null],
    ['5TB', null],
    ['1B', null],
  ])('reads the maxSize "%s"', (size, why) => {
    expect(problemsOf(task(`a: File @file(maxSize: "${size}", types: ["*/*"])`))).toEqual(
      why === null
        ? []
        : [
            `2:9 invalid-file: Task.a: @file has the maxSize "${size}", which ${why}. Write a number and B, KB, MB, GB or TB, such as "25MB"; at most 5TB.`,
          ],
    );
  });

  it('refuses a number of files that no row can hold', () => {
    expect(problemsOf(task('a: [File!] @file(types: ["*/*"], maxFiles: 21)'))).toEqual([
      '2:12 invalid-file: Task.a: @file has the maxFiles 21. Write 1 to 20; for more files, give a type of its own one file each.',
    ]);
    expect(problemsOf(task('a: [File!] @file(types: ["*/*"], maxFiles: 0)'))).toHaveLength(1);
    expect(problemsOf(task('a: File @file(types: ["*/*"], maxFiles: 2)'))).toEqual([
      '2:9 invalid-file: Task.a: @file has maxFiles on a field that holds one file. Remove it, or write "a: [File!]".',
    ]);
  });

  it.each([
    ['@primaryKey', 'invalid-key'],
    ['@index(name: "byFile")', 'invalid-key'],
    ['@unique', 'invalid-unique'],
    ['@default(value: "x")', 'invalid-default'],
    ['@validate(type: minLength, value: "1")', 'invalid-validation'],
    ['@version', 'invalid-version'],
    ['@belongsTo', 'unknown-model'],
  ])('is refused next to %s', (other, code) => {
    const codes = served(task(`a: File! ${pdf} ${other}`)).problems.map((problem) => problem.code);
    expect(codes).toContain(code);
  });

  it('makes no key of another field that a file is in', () => {
    const codes = (field: string): readonly string[] =>
      served(task(`a: File ${pdf}\n${field}`)).problems.map(({ code }) => code);
    expect(codes('b: ID! @primaryKey(sortKeyFields: ["a"])')).toContain('invalid-key');
    expect(codes('b: ID @index(sortKeyFields: ["a"])')).toEqual(['invalid-key']);
    expect(codes('b: ID @unique(fields: ["a"])')).toEqual(['invalid-unique']);
  });
});

describe('a field of the type File without @file', () => {
  it('is refused on a model, with the line to write', () => {
    expect(problemsOf(task('a: File\nb: [File]'))).toEqual([
      '2:4 invalid-file: Task.a is a File without @file. Write "a: File @file(types: ["image/*", "application/pdf"])".',
      '3:4 invalid-file: Task.b is a File without @file. Write "b: [File!] @file(types: ["image/*", "application/pdf"])".',
    ]);
  });

  it('is refused on other types, which no row is', () => {
    const hint = 'Return the row that holds the file: only fields of a @model with @file are files.';
    expect(
      problemsOf(
        `${task('n: Int')}type Report { a: File }\nextend type Query { report: Report latest: File }`,
      ),
    ).toEqual([
      `4:18 invalid-file: Report.a is a File without @file. ${hint}`,
      `5:44 invalid-file: Query.latest is a File without @file. ${hint}`,
    ]);
  });

  it('is accepted on an interface, whose types say what their files are', () => {
    const { interfaces } = read(`
      interface Filed { a: File }
      type Task implements Filed @model @auth(rules: [{ allow: private }]) { a: File ${pdf} }`);
    expect(interfaces['Filed']?.fields['a']?.type).toEqual({ name: 'File', required: false });
  });
});

describe('the type Upload', () => {
  it('is no type of a field, nor of an input', () => {
    expect(problemsOf(task('a: Upload'))).toEqual([
      '2:4 invalid-file: Task.a is an Upload, which is no file. Write "a: File @file(types: ["image/*", "application/pdf"])".',
    ]);
    expect(problemsOf(`${task('n(of: TaskArgument): Int')}input TaskArgument { a: Upload b: File }`)).toEqual(
      [
        '4:25 invalid-type: TaskArgument.a has the type "Upload", which is not an input type. Take the id of the upload: ID.',
        '4:35 invalid-type: TaskArgument.b has the type "File", which is not an input type. Take the id of the upload: ID.',
      ],
    );
  });
});

describe('an app with a type File of its own', () => {
  const own = 'type File @model @auth(rules: [{ allow: private }]) { path: String }\n';
  const prefix = 'extend schema @platform(prefix: "tq")\n';

  it('names the one of the platform by its prefix', () => {
    const { models } = read(`${prefix}${own}${task(`a: TqFile ${pdf}\nb: File @hasOne`)}`);
    expect(models['Task']?.files.map(({ field }) => field)).toEqual(['a']);
    expect(models['Task']?.fields['b']?.kind.is).toBe('toOne');
  });

  it('gets a Problem for @file on its own type', () => {
    expect(problemsOf(`${prefix}${own}${task(`a: File ${pdf}`)}`)).toEqual([
      '4:9 invalid-file: Task.a: @file is on a field of type File. Write "a: TqFile" or "a: [TqFile!]".',
    ]);
  });

  it('gets one for the type of the platform without @file', () => {
    expect(problemsOf(`${prefix}${own}${task('a: TqFile')}`)).toEqual([
      '4:4 invalid-file: Task.a is a TqFile without @file. Write "a: TqFile @file(types: ["image/*", "application/pdf"])".',
    ]);
  });
});

describe('an input that the schema declares for a mutation', () => {
  it('takes the id of a file, and ids of a list', () => {
    const sdl = (fields: string): string =>
      `${task(`a: File ${pdf}\nb: [File!]! ${pdf}`)}input CreateTaskInput { ${fields} }`;
    expect(problemsOf(sdl('a: ID b: [ID!]!'))).toEqual([]);
    expect(problemsOf(sdl('a: String b: [ID!]!'))).toEqual([
      '5:25 reserved-name: CreateTaskInput is the input of create for Task, where "a" is ID. Correct it, remove it and use the generated one, or rename it.',
    ]);
    expect(problemsOf(sdl('a: ID'))).toEqual([
      '5:7 reserved-name: CreateTaskInput is the input of create for Task, where "b" is required. Correct it, remove it and use the generated one, or rename it.',
    ]);
  });
});

describe('a size', () => {
  it.each([
    ['0B', 0],
    ['1 KB', 1024],
    ['1.5MB', 1_572_864],
    ['5GB', 5_368_709_120],
    ['0.001KB', 1],
  ])('is read: %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'MB', '1', '1kb', '1 MiB', '1,5MB', '0x1B', '1.2345MB', ' 1MB', '9'.repeat(13) + 'B'])(
    'is not "%s"',
    (text) => {
      expect(parseSize(text)).toBeNull();
    },
  );

  it.each([
    [1, '1B'],
    [1536, '1536B'],
    [26_214_400, '25MB'],
    [5 * 1024 ** 4, '5TB'],
  ])('is printed in the largest unit that is exact: %d', (bytes, text) => {
    expect(printSize(bytes)).toBe(text);
  });
});
