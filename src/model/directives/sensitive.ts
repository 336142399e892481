import type { Directive } from '../directive.ts';
import { onModel } from './on-model.ts';

/** Keeps the values of a field out of the audit. */
export const sensitive: Directive<null> = {
  sdl: `
"""
The audit says that the field changed, but does not show its values.
"""
directive @sensitive on FIELD_DEFINITION`,

  read: () => null,

  onField: (_args, site) => {
    if (onModel(site)) site.field.sensitive = true;
  },
};
