import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import {
  buildSchema,
  lexicographicSortSchema,
  parse,
  printSchema,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

import { typescriptPart } from './typescript-name.ts';

const scalars = Object.fromEntries(
  ['AWSDate', 'AWSTime', 'AWSDateTime', 'AWSEmail', 'AWSJSON', 'AWSURL', 'AWSPhone', 'AWSIPAddress'].map(
    (name) => [name, 'string'],
  ),
);

/** The options that the types of all generated files share. */
export const TYPES = {
  strictScalars: true,
  scalars: { ...scalars, AWSTimestamp: 'number', ID: 'string' },
  enumsAsTypes: true,
  useTypeImports: true,
  namingConvention: typescriptPart,
};

export interface TypedResolversOptions {
  /** `FILE#TYPE` of the context of a resolver: `../models.ts#Context`. */
  readonly contextType: string;
  /** `FILE#TYPE` of the value of a GraphQL type, by the name of that type. */
  readonly mappers: Readonly<Record<string, string>>;
}

/** Returns the types of an API and of its resolvers. */
export async function typedResolvers(api: string, options: TypedResolversOptions): Promise<string> {
  const text = await codegen({
    ...sortedSchema(api),
    filename: 'resolvers.ts',
    documents: [],
    config: { ...TYPES, enumType: 'string-literal', immutableTypes: true, ...options },
    plugins: [{ typescript: {} }, { 'typescript-resolvers': {} }],
    pluginMap: { typescript, 'typescript-resolvers': resolvers },
  });
  return `${text.trimEnd()}\n`;
}

/**
 * Returns an API for codegen, sorted by name, so that a type that moves within the schema changes no generated file.
 */
export function sortedSchema(api: string): { schema: DocumentNode; schemaAst: GraphQLSchema } {
  const schemaAst = lexicographicSortSchema(buildSchema(api));
  return { schema: parse(printSchema(schemaAst)), schemaAst };
}
