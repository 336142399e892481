import { keyFields } from '../key-fields.ts';
import type { AwsScalarName } from '../scalars/index.ts';
import { lookUp } from '../look-up.ts';
import type { ModelType } from '../model.ts';
import type { Problem } from '../problem.ts';
import { baseName } from '../type-ref.ts';
import { warning } from './warning.ts';

/** What the end of a name says about its values. */
const MEANINGS: readonly (readonly [RegExp, AwsScalarName])[] = [
  [/([a-z\d]At|Time|Timestamp)$|^(time|timestamp)$/, 'AWSDateTime'],
  [/(Date|Day)$|^(date|day)$/, 'AWSDate'],
  [/E?[mM]ail$|^e?mail$/, 'AWSEmail'],
  [/[pP]hone$/, 'AWSPhone'],
];

/** Finds fields of keys and unique values that are String and seem to hold what has several spellings. */
export function findTextualKeys(type: ModelType): readonly Problem[] {
  const names = [
    ...keyFields(type.key),
    ...type.indexes.filter(({ declared }) => declared).flatMap(keyFields),
    ...type.uniques.flatMap(({ fields }) => fields),
  ];
  return [...new Set(names)].flatMap((name) => {
    const field = lookUp(type.fields, name);
    const [, scalar] = MEANINGS.find(([pattern]) => pattern.test(name)) ?? [];
    if (!field?.declared || scalar === undefined || field.form || baseName(field.type) !== 'String')
      return [];
    return [
      warning(
        'textual-key',
        `${type.name}.${name}: keys and unique values compare its text, so two spellings of one value are two values.`,
        `Declare "${name}: ${scalar}", which is compared by value, or make all clients write one spelling.`,
      ),
    ];
  });
}
