import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import ts from 'typescript';

import { FIXTURE } from '../../codegen/places.ts';
import { readServedSources } from '../../src/app/index.ts';
import { amplifyOutputs, introspect } from '../../src/cli/outputs/index.ts';
import { modelOf } from '../shared/model-of.ts';
import { checkExamples } from './check-examples.ts';
import { compileTexts } from './compile-texts.ts';
import { snippetBelow } from './files-page.ts';
import { filesBelow } from './files-below.ts';
import { countExamples, readExamples } from './read-examples.ts';

const sources = filesBelow('src', '.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

describe('an @example in src', () => {
  test('has a snippet between ```ts and ```', () => {
    const others = sources.filter(
      ({ file, text }) => readExamples(file, text).length !== countExamples(text),
    );
    expect(others.map(({ file }) => file)).toEqual([]);
  });

  test('compiles', () => {
    const examples = sources.flatMap(({ file, text }) => readExamples(file, text));
    expect(examples.length).toBeGreaterThan(0);
    expect(checkExamples(examples)).toEqual([]);
  });
});

test('a snippet is read without the margin of its docblock, and a mistake is found by its line', () => {
  const text = `
/**
 * Reads.
 *
 * @example
 * \`\`\`ts
 * const { problems } = readModel(sources);
 * const errors: number = problems;
 * \`\`\`
 */
`;
  const examples = readExamples('src/model/read.ts', text);
  expect(examples).toEqual([
    {
      file: 'src/model/read.ts',
      line: 7,
      code: 'const { problems } = readModel(sources);\nconst errors: number = problems;',
    },
  ]);
  expect(checkExamples(examples)).toEqual([
    "src/model/read.ts:8 Type 'readonly Problem[]' is not assignable to type 'number'.",
  ]);
});

/** A part of the sample, as an app of Amplify Gen 2 writes it. */
const GEN_2 = `
  import { a, type ClientSchema } from '@aws-amplify/data-schema';
  export const schema = a.schema({
    TaskStatus: a.enum(['TODO', 'DOING', 'DONE']),
    Project: a.model({ name: a.string().required(), tasks: a.hasMany('Task', 'projectId') }),
    Task: a
      .model({
        title: a.string().required(),
        status: a.ref('TaskStatus').required(),
        projectId: a.id().required(),
        project: a.belongsTo('Project', 'projectId'),
      })
      .secondaryIndexes((index) => [index('status').queryField('tasksByStatus')]),
    Person: a.model({ name: a.string().required() }),
    myCard: a.query().returns(a.ref('Person')).handler(a.handler.function('myCard')),
  });
  export type Schema = ClientSchema<typeof schema>;
`;

/** What the snippets use and do not make, by its path. */
const AROUND: Readonly<Record<string, string>> = {
  'docs/amplify/data/resource.ts': GEN_2,
  'docs/token.d.ts': 'declare function token(): Promise<string>;',
  'docs/upload.ts': snippetBelow('Upload from a program', 'ts'),
};

const STRICT: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: ['node'],
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};

test('a TypeScript snippet of a page about clients compiles in a strict project of a laptop and of a stage', () => {
  const snippets = ['docs/amplify.md', 'docs/realtime.md', 'docs/files.md'].flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(
      ({ 1: code = '' }, index) => [`${page}-${index}.ts`, `export {};\n${code}`] as const,
    ),
  );
  const laptop = {
    region: 'us-east-1',
    userPoolId: 'us-east-1_LOCAL0001',
    userPoolClientId: 'client',
    identityPoolId: 'us-east-1:10ca1000-0000-4000-8000-000000000001',
    filesBucket: 'files.local',
    cloudEndpoint: 'http://localhost:4000',
    endpoint: 'http://localhost:4000/api/graphql',
    realtimeEndpoint: 'ws://localhost:4000/api/graphql/realtime',
  };
  const stage = { ...laptop, cloudEndpoint: null, realtimeEndpoint: 'wss://socket.example.com/realtime' };
  const model = introspect(modelOf(readServedSources(FIXTURE.schema)).model);
  const texts = Object.entries({ laptop, stage }).flatMap(([folder, addresses]) =>
    [
      ...Object.entries(AROUND),
      ['docs/amplify_outputs.json', JSON.stringify(amplifyOutputs(addresses, model))] as const,
      ...snippets,
    ].map(([path, text]) => [resolve(folder, path), text] as const),
  );
  expect(compileTexts(new Map(texts), STRICT)).toEqual([]);
});
