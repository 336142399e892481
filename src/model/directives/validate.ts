import type { Directive, FieldSite } from '../directive.ts';
import type { ValidationType } from '../model.ts';
import { isList, printTypeRef } from '../type-ref.ts';
import { onModel } from './on-model.ts';

interface ValidateArguments {
  readonly type: string | undefined;
  readonly value: string | undefined;
  readonly errorMessage: string | null;
}

/** What each check compares: a number with a number, a length with a whole number, or a text with a text. */
const kinds: Readonly<Record<ValidationType, 'number' | 'length' | 'text' | 'pattern'>> = {
  gt: 'number',
  lt: 'number',
  gte: 'number',
  lte: 'number',
  minLength: 'length',
  maxLength: 'length',
  startsWith: 'text',
  endsWith: 'text',
  matches: 'pattern',
};

/** Checks a value on `create` and `update`. */
export const validate: Directive<ValidateArguments> = {
  sdl: `
"""Refuses a \`create\` or \`update\` whose value does not fit. Numbers compare, strings have a length and a form."""
directive @validate(type: ValidationType!, value: String!, errorMessage: String) repeatable on FIELD_DEFINITION

enum ValidationType {
  ${Object.keys(kinds).join('\n  ')}
}`,

  read: (values) => ({
    type: values.text('type'),
    value: values.text('value'),
    errorMessage: values.text('errorMessage') ?? null,
  }),

  onField: ({ type, value, errorMessage }, site) => {
    if (!onModel(site) || value === undefined || type === undefined || !isValidationType(type)) return;
    const hint = misfit(type, value, site);
    if (hint === null) {
      site.field.validations = [...site.field.validations, { type, value, message: errorMessage }];
      return;
    }
    const written = printTypeRef(site.field.type);
    site.schema.report(
      'invalid-validation',
      `${site.subject} checks "${type}: ${value}" on a field of type ${written}.`,
      { at: site.node, hint },
    );
  },
};

function isValidationType(type: string): type is ValidationType {
  return Object.hasOwn(kinds, type);
}

/** Returns why a check does not fit its field, or null if it does. */
function misfit(type: ValidationType, value: string, { field }: FieldSite): string | null {
  const kind = kinds[type];
  if (isList(field.type) || !('name' in field.type)) return 'Remove @validate: lists are not checked.';
  const wanted = kind === 'number' ? ['Int', 'Float'] : ['String'];
  if (!wanted.includes(field.type.name)) return `Use "${type}" on a field of type ${wanted.join(' or ')}.`;
  if (field.validations.some((other) => other.type === type)) return `Write "${type}" once on a field.`;
  switch (kind) {
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value))
        ? null
        : 'Write a number as the value, such as "10".';
    case 'length':
      return /^\d+$/.test(value) ? null : 'Write a whole number from 0 as the value, such as "3".';
    case 'pattern':
      return patternProblem(value);
    case 'text':
      return null;
    default:
      return kind satisfies never;
  }
}

function patternProblem(pattern: string): string | null {
  try {
    new RegExp(pattern);
    return null;
  } catch {
    return 'Write a regular expression that JavaScript can read; a backslash is written "\\\\".';
  }
}
