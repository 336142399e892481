import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';

import Ajv from 'ajv/dist/2020';
import type { GraphQLSchema } from 'graphql';

import { FIXTURE, OWN_APP } from '../../codegen/places.ts';
import { PLATFORM_SCHEMA, readServedSources, readSources } from '../../src/app/index.ts';
import { compile, type CompileOptions } from '../../src/engine/index.ts';
import { gatewayResponses } from '../../src/lambda/index.ts';
import { describeRule, readModel, type Model, type SchemaSource } from '../../src/model/index.ts';
import { openApiDocument, restRoutes, type OpenApiDocument } from '../../src/rest/index.ts';
import { gatewayProblemSchema } from '../../src/rest/openapi/problem-schemas.ts';
import { scalarExample, scalarSchema } from '../../src/rest/openapi/scalar-schema.ts';
import { scalarValues } from '../model/scalar-values.ts';
import { schemas } from './schemas.ts';

interface Described {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly document: OpenApiDocument;
}

function describeApi(sources: readonly SchemaSource[], options: CompileOptions = {}): Described {
  const { model, problems } = readModel(sources);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const schema = compile(model, {}, options);
  return { model, schema, document: openApiDocument(model, schema) };
}

const platform = readSources(PLATFORM_SCHEMA).map((source) => ({ ...source, platform: true as const }));
const withPlatform = (title: string, sdl: string): SchemaSource[] => [
  ...platform,
  { file: `${title}.graphql`, text: sdl },
];
const fixture = describeApi(readServedSources(FIXTURE.schema));

interface Finding {
  readonly name: string;
  readonly ruleId: string;
  readonly message: string;
  readonly at: string;
}

/** Returns what the linter finds in some documents. */
async function lint(documents: Readonly<Record<string, object>>): Promise<readonly Finding[]> {
  const linter = spawn(process.execPath, ['test/rest/lint-open-api.mjs'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  linter.stdin.end(JSON.stringify(documents));
  return (await json(linter.stdout)) as readonly Finding[];
}

/** An operation of the document, as far as the tests read it. */
interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly parameters?: readonly { readonly $ref?: string; readonly name?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly responses: Readonly<Record<string, object>>;
}

function operationAt(path: string, method: string, { paths } = fixture.document): Operation {
  const found = paths[path]?.[method];
  if (!found) throw new Error(`The document has no ${method} ${path}.`);
  return found as Operation;
}

describe('the OpenAPI document', () => {
  test('has no finding of the linter, for the fixture, the sample and schemas of every shape', async () => {
    const samples = schemas.flatMap(({ title, sdl }) =>
      sdl === undefined ? [] : [[title, describeApi(withPlatform(title, sdl)).document] as const],
    );
    const documents = {
      fixture: fixture.document,
      sample: describeApi(readServedSources(OWN_APP.schema)).document,
      'exact API of Amplify': describeApi(readServedSources(FIXTURE.schema), { compat: true }).document,
      ...Object.fromEntries(samples),
    };
    expect(Object.keys(documents).length).toBeGreaterThanOrEqual(12);
    expect(await lint(documents)).toEqual([]);
  });

  test('fails the linter with a mistake', async () => {
    const { document } = fixture;
    const paths = { ...document.paths, '/tasks/{other}': document.paths['/tasks/{id}'] };
    const found = await lint({ broken: { ...document, paths } });
    expect(found.map(({ ruleId }) => ruleId)).toContain('operation-operationId-unique');
  });

  test('has an operation for each route, and no other', () => {
    const routes = restRoutes(fixture.model, fixture.schema);
    const described = Object.entries(fixture.document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => {
        return `${method.toUpperCase()} ${path} ${(operation as Operation).operationId}`;
      }),
    );
    const served = routes.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`);
    expect(described.sort()).toEqual(served.sort());
  });

  test('says for each operation on rows which rules let a caller in', () => {
    for (const { type, kind, method, path } of restRoutes(fixture.model, fixture.schema)) {
      if (!type || kind.is === 'related') continue;
      const { description } = operationAt(path, method.toLowerCase());
      const operations = { list: 'list', get: 'get', create: 'create', delete: 'delete' } as const;
      const wanted =
        kind.is === 'batch'
          ? kind.operation
          : kind.is in operations
            ? operations[kind.is as keyof typeof operations]
            : 'update';
      const rules = type.rules.filter((rule) => rule.operations.includes(wanted));
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) expect(description).toContain(describeRule(rule));
    }
  });

  test('says which permission and which feature a field needs', () => {
    expect(operationAt('/platform/api-keys', 'post').description).toContain('`TenantApiKey:create`');
    expect(operationAt('/actions/projectReport', 'get').description).toContain('the feature `reports`');
    expect(operationAt('/actions/myCard', 'get').description).toContain('Every member of the tenant');
  });

  test('has an example of each body', () => {
    const bodies = Object.values(fixture.document.paths).flatMap((operations) =>
      Object.values(operations).flatMap((operation) => {
        const { operationId, requestBody } = operation as Operation;
        return Object.values(requestBody?.content ?? {}).map(({ example }) => ({ operationId, example }));
      }),
    );
    expect(bodies.length).toBeGreaterThan(40);
    expect(bodies.filter(({ example }) => example === undefined)).toEqual([]);
  });

  test('names each operator of a list, as the door takes it', () => {
    const { parameters = [] } = operationAt('/tasks', 'get');
    const named = parameters.map(({ $ref, name }) => $ref?.split('/').at(-1) ?? name);
    expect(named).toEqual(
      expect.arrayContaining([
        'Task.title',
        'Task.status.in',
        'Task.dueDate.between',
        'Task.filter',
        'query.limit',
      ]),
    );
    expect(fixture.document.components['schemas']?.['Task.operators']).toMatchObject({
      properties: { 'dueDate.lt': { type: 'string' }, 'title.size.gt': { type: 'integer' } },
      additionalProperties: false,
    });
  });

  test('requires in a replacement what a row must have, and nothing in a patch', () => {
    const { schemas: components = {} } = fixture.document.components;
    expect(components['UpdateTaskInput.replace']).toMatchObject({ required: ['title', 'projectId'] });
    expect(components['UpdateTaskInput.patch']).not.toHaveProperty('required');
    expect(components['CreateTaskInput']).toMatchObject({
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 200 },
        dueDate: { type: ['string', 'null'] },
      },
      required: ['title', 'projectId'],
      additionalProperties: false,
    });
  });

  test('describes an answer in which a rule hides a field: no member is required', () => {
    const { schemas: components = {} } = fixture.document.components;
    expect(components['Project']).not.toHaveProperty('required');
    expect(components['Project']).toMatchObject({
      properties: { budget: { description: expect.stringContaining('groups: ["ADMIN"]') as string } },
    });
  });

  test('describes every answer of API Gateway', () => {
    const fits = new Ajv({ strict: false }).compile(gatewayProblemSchema);
    const bodies = Object.values(gatewayResponses).map(({ templates }) => {
      return JSON.parse(templates['application/json'] ?? 'null') as unknown;
    });
    expect(bodies.length).toBeGreaterThan(10);
    expect(bodies.filter((body) => !fits(body))).toEqual([]);
  });

  test('is the same for the same schema', () => {
    const again = describeApi(readServedSources(FIXTURE.schema)).document;
    expect(JSON.stringify(again)).toBe(JSON.stringify(fixture.document));
  });
});

describe.each(Object.entries(scalarValues))('the schema of %s', (name, { accepted }) => {
  const ajv = new Ajv({ strict: false, formats: { int64: true } });
  const fits = ajv.compile(scalarSchema(name) ?? false);

  test.each(Object.entries(accepted))('takes what the API takes: %s', (_claim, values) => {
    expect(values.filter((value) => !fits(value))).toEqual([]);
  });

  test('takes its example', () => {
    expect(fits(scalarExample(name))).toBe(true);
  });
});
