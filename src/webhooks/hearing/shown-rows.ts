import {
  execute,
  GraphQLObjectType,
  GraphQLSchema,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLNamedType,
} from 'graphql';

import { isRefusal, type Scope } from '../../tenant/index.ts';
import type { Json, Model, ModelType } from '../../model/index.ts';
import type { Row } from '../../store/index.ts';
import type { Context } from '../../engine/index.ts';

import { fullSelections, thinSelections, type Selections } from './representation.ts';

/** How much of a row a message has. */
export type Extent = 'THIN' | 'FULL';

/** Rows as a caller sees them. */
export interface ShownRows {
  /**
   * Returns a row as a query would show it to the caller of a scope. Fields that the caller may not read are absent.
   * @throws if a field fails for another reason
   */
  show(
    type: ModelType,
    row: Row,
    extent: Extent,
    context: Context & { readonly scope: Scope },
  ): Promise<Json>;
}

/**
 * Opens what shows rows of events. The fields of rows are those of the API's schema, with its resolvers and rules, below a root of
 * their own: a type needs no subscription for it.
 */
export function openShownRows(schema: GraphQLSchema, model: Model): ShownRows {
  const types = Object.values(model.models).filter(({ webhook }) => webhook);
  const heard = new GraphQLSchema({ query: rootOf(schema, types), assumeValid: true });
  const selections = new Map(
    types.map((type) => [
      type.name,
      { FULL: fullSelections(schema, model, type), THIN: thinSelections(type) },
    ]),
  );
  const documents = new Map<string, DocumentNode>();
  const documentOf = (type: string, fields: Selections): DocumentNode => {
    const text = `{ ${type} { ${[...fields].map(([name, inside]) => name + inside).join(' ')} } }`;
    const known = documents.get(text) ?? parse(text, { noLocation: true });
    documents.set(text, known);
    return known;
  };

  return {
    async show({ name }, row, extent, contextValue) {
      let fields: Selections = selections.get(name)?.[extent] ?? new Map<string, string>();
      // A field that may not be null takes the whole row with it, so the others are asked for again.
      while (fields.size > 0) {
        const result: ExecutionResult = await execute({
          schema: heard,
          document: documentOf(name, fields),
          rootValue: row,
          contextValue,
        });
        const hidden = hiddenIn(result.errors ?? []);
        const data = result.data?.[name] as Readonly<Record<string, Json>> | null | undefined;
        fields = new Map([...fields].filter(([field]) => !hidden.has(field)));
        if (data) return Object.fromEntries([...fields.keys()].map((field) => [field, data[field] ?? null]));
        if (hidden.size === 0) break;
      }
      return {};
    },
  };
}

function rootOf(schema: GraphQLSchema, types: readonly ModelType[]): GraphQLObjectType {
  const typeOf = (name: string): GraphQLObjectType =>
    schema.getType(name) as GraphQLNamedType as GraphQLObjectType;
  return new GraphQLObjectType({
    name: 'Heard',
    fields: Object.fromEntries(
      types.map(({ name }) => [name, { type: typeOf(name), resolve: (row: unknown) => row }]),
    ),
  });
}

/**
 * Returns the fields of a row whose values are refused.
 * @throws the first error that is no refusal
 */
function hiddenIn(errors: readonly GraphQLError[]): ReadonlySet<string> {
  return new Set(
    errors.map((error) => {
      if (!isRefusal(error.originalError)) throw error;
      return String(error.path?.[1] ?? '');
    }),
  );
}
