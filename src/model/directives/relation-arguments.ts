import type { ArgumentValues } from '../directive-use.ts';
import type { Site } from '../directive.ts';
import type { OnDelete } from '../model.ts';

/** The arguments that `@hasOne`, `@hasMany` and `@belongsTo` share. */
export interface RelationArguments {
  readonly fields: readonly string[] | undefined;
  readonly references: readonly string[] | undefined;
  readonly indexName: string | undefined;
  readonly overrideIndexName: string | undefined;
  readonly limit: number | undefined;
  readonly onDelete: OnDelete | null;
}

/** What can happen to a row when its parent is deleted. */
const onDeletes: readonly OnDelete[] = ['RESTRICT', 'CASCADE', 'SET_NULL'];

/** The page size of a relation without `limit`: Amplify's. */
const usualLimit = 100;

export function readRelationArguments(values: ArgumentValues): RelationArguments {
  const some = (name: string) => {
    const texts = values.texts(name);
    return texts && texts.length > 0 ? texts : undefined;
  };
  return {
    fields: some('fields'),
    references: some('references'),
    indexName: values.text('indexName'),
    overrideIndexName: values.text('overrideIndexName'),
    limit: values.number('limit'),
    onDelete: onDeletes.find((name) => name === values.text('onDelete')) ?? null,
  };
}

/** Reports `references` in addition to `fields` or `indexName`, because a relation is described in one way only. */
export function checkRelationArguments(args: RelationArguments, { schema, subject, node }: Site): void {
  if (args.references && (args.fields ?? args.indexName)) {
    schema.report(
      'invalid-relation',
      `${subject} has both "references" and "${args.fields ? 'fields' : 'indexName'}".`,
      {
        at: node,
        hint: 'Keep "references" alone: it names the fields of the other type that hold the key.',
      },
    );
  }
}

/** Returns the page size as written. Returns the default after reporting a size outside 1 to 1000. */
export function limitOf(limit: number | undefined, { schema, subject, node }: Site): number {
  if (limit === undefined) return usualLimit;
  if (limit >= 1 && limit <= 1000) return limit;
  schema.report('invalid-argument', `${subject} has the limit ${limit}.`, {
    at: node,
    hint: 'Use a limit from 1 to 1000.',
  });
  return usualLimit;
}
