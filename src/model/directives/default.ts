import type { Directive } from '../directive.ts';
import { printTypeRef } from '../type-ref.ts';
import { onModel } from './on-model.ts';
import { parseDefault } from './parse-default.ts';

interface DefaultArguments {
  readonly value: string | undefined;
}

/** Fills a field that the caller of `create` leaves out. */
export const defaultValue: Directive<DefaultArguments> = {
  sdl: `
"""The value of this field when \`create\` gives none."""
directive @default(value: String!) on FIELD_DEFINITION`,

  read: (values) => ({ value: values.text('value') }),

  onField: ({ value }, site) => {
    if (!onModel(site) || value === undefined) return;
    const { field, schema, subject, node } = site;
    const parsed = parseDefault(value, field.type, schema);
    if ('value' in parsed) {
      field.default = parsed.value;
      return;
    }
    schema.report(
      'invalid-default',
      `${subject} gives ${JSON.stringify(value)} to type ${printTypeRef(field.type)}.`,
      {
        at: node,
        hint: parsed.hint,
      },
    );
  },
};
