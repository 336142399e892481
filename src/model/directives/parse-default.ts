import type { SchemaDraft } from '../schema-draft.ts';
import type { Json, TypeRef } from '../model.ts';
import { awsScalars } from '../scalars/index.ts';
import { didYouMean } from '../suggest.ts';

/** Returns a text as a value of a type, or a hint if the text is not one. */
export function parseDefault(
  text: string,
  type: TypeRef,
  schema: SchemaDraft,
): { readonly value: Json } | { readonly hint: string } {
  if ('list' in type) return { hint: 'Remove @default: a list has none.' };
  const values = schema.enums.get(type.name)?.values.map(({ name }) => name);
  if (values) {
    if (values.includes(text)) return { value: text };
    return { hint: didYouMean(text, values) ?? `Use one of ${values.join(', ')}.` };
  }
  switch (type.name) {
    case 'String':
    case 'ID':
      return { value: text };
    case 'Int':
      return /^-?\d+$/.test(text) && Number(text) === (Number(text) | 0)
        ? { value: Number(text) }
        : { hint: 'Write a whole number of at most 32 bits, such as "0".' };
    case 'Float':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { hint: 'Write a number, such as "0.5".' };
    case 'Boolean':
      return text === 'true' || text === 'false'
        ? { value: text === 'true' }
        : { hint: 'Write "true" or "false".' };
    default:
      return parseScalar(text, type.name);
  }
}

function parseScalar(text: string, name: string): { readonly value: Json } | { readonly hint: string } {
  if (!isAwsScalar(name)) return { hint: 'Remove @default: only scalars and enums have one.' };
  try {
    const number = name === 'AWSTimestamp' && /^-?\d+$/.test(text);
    return { value: awsScalars[name].parse(number ? Number(text) : text) };
  } catch (error) {
    return { hint: error instanceof Error ? error.message : `Write a value of type ${name}.` };
  }
}

function isAwsScalar(name: string): name is keyof typeof awsScalars {
  return Object.hasOwn(awsScalars, name);
}
