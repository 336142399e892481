import {
  baseName,
  type Field,
  isInRow,
  keyFields,
  type Model,
  type ModelType,
  rowType,
  type TypeRef,
} from '../../src/model/index.ts';

import { typescriptName } from './typescript-name.ts';

/** Returns the row, key, create, update and delete types of every model, and the context of resolvers. */
export function modelsFile(model: Model, rooms: string): string {
  const models = Object.values(model.models);
  return `${[
    '// Written by `npm run codegen`.',
    `import type { Scope } from '${rooms}/tenant/index.ts';`,
    `import type { Refuse, TypedStore } from '${rooms}/engine/index.ts';`,
    importedTypes(model, models),
    ...models.map((type) => modelTypes(model, type)),
    '/** By model: what its table takes and gives. */',
    'export interface Models {',
    ...models.map(({ name }) => `  readonly ${name}: ${name}Types;`),
    '}',
    '',
    '/** What every resolver gets as its third argument. */',
    'export interface Context {',
    '  readonly scope: Scope;',
    '  readonly store: TypedStore<Models>;',
    '  readonly requestId: string;',
    '  /** Ends the field with a sentence for the client, and a code: BAD_USER_INPUT by default. */',
    '  readonly refuse: Refuse;',
    '}',
  ].join('\n')}\n`;
}

function importedTypes(model: Model, models: readonly ModelType[]): string {
  const used = models.flatMap((type) => stored(type).map((field) => baseName(rowType(field))));
  const named = [...new Set(used)].filter((name) => model.enums[name] ?? model.objects[name]).sort();
  const imported = named.map(typescriptName);
  return imported.length > 0 ? `import type { ${imported.join(', ')} } from './resolvers.ts';\n` : '';
}

function modelTypes(model: Model, type: ModelType): string {
  const { name, key, timestamps, version } = type;
  const keys = new Set(keyFields(key));
  const filled = new Set([timestamps.createdAt, timestamps.updatedAt, ...(key.hash === 'id' ? ['id'] : [])]);
  const optionalInCreate = (field: Field): boolean =>
    !field.type.required ||
    filled.has(field.name) ||
    field.default !== undefined ||
    field.kind.is === 'implicit';
  const line = (field: Field, optional: boolean): string =>
    `  readonly ${field.name}${optional ? '?' : ''}: ${typescript(rowType(field))}${optional ? ' | null' : ''};`;
  const fields = stored(type);
  // Only the store writes the version.
  const written = fields.filter((field) => field.name !== version);
  const expected = version === null ? [] : ['  readonly expectedVersion?: number;'];
  const part = (suffix: string, lines: readonly string[]): string[] => [
    `export interface ${name}${suffix} {`,
    ...lines,
    '}',
  ];
  return [
    ...part(
      'Row',
      fields.map((field) => line(field, !field.type.required)),
    ),
    ...part(
      'Key',
      fields.filter((field) => keys.has(field.name)).map((field) => line(field, false)),
    ),
    ...part(
      'Create',
      written.map((field) => line(field, optionalInCreate(field))),
    ),
    ...part('Update', [...written.map((field) => line(field, !keys.has(field.name))), ...expected]),
    ...(version === null ? [] : [`export interface ${name}Delete extends ${name}Key {`, ...expected, '}']),
    `export interface ${name}Types {`,
    `  readonly row: ${name}Row;`,
    `  readonly key: ${name}Key;`,
    `  readonly create: ${name}Create;`,
    `  readonly update: ${name}Update;`,
    `  readonly delete: ${name}${version === null ? 'Key' : 'Delete'};`,
    '  readonly indexes: {',
    ...type.indexes.map((index) => {
      const hash = type.fields[index.hash];
      return `    readonly '${index.name}': { readonly ${index.hash}: ${hash ? typescript(hash.type) : 'string'} };`;
    }),
    '  };',
    '}',
    '',
  ].join('\n');

  function typescript(ref: TypeRef): string {
    if ('list' in ref) return `readonly (${typescript(ref.list)}${ref.list.required ? '' : ' | null'})[]`;
    if (model.enums[ref.name] ?? model.objects[ref.name]) return typescriptName(ref.name);
    if (ref.name === 'Boolean') return 'boolean';
    return ['Int', 'Float', 'AWSTimestamp'].includes(ref.name) ? 'number' : 'string';
  }
}

function stored(type: ModelType): Field[] {
  return Object.values(type.fields).filter(isInRow);
}
