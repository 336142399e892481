import type { Directive } from '../directive.ts';
import { onModel } from './on-model.ts';

/** The form of a flag, as plans list it: `exports`. */
const FLAG = /^[A-Za-z][\w-]{0,63}$/;

/** Opens a type or a field only to tenants whose plan has a flag. */
export const feature: Directive<{ readonly flag: string | undefined }> = {
  sdl: `
"""
Only tenants whose plan, or an override of it, has the flag may use the type or the field; others get
FEATURE_DISABLED. On a type with @model it guards all that is generated for it.
"""
directive @feature(flag: String!) on OBJECT | FIELD_DEFINITION`,

  read: (values) => ({ flag: values.text('flag') }),

  onType: ({ flag }, site) => {
    const model = onModel(site);
    if (model && isFlag(flag, site)) model.feature = flag;
  },

  onField: ({ flag }, site) => {
    if (isFlag(flag, site)) site.field.feature = flag;
  },
};

function isFlag(flag: string | undefined, site: Parameters<typeof onModel>[0]): flag is string {
  if (flag === undefined) return false;
  if (FLAG.test(flag)) return true;
  site.schema.report('invalid-feature', `${site.subject} names the flag "${flag}", which is no word.`, {
    at: site.node,
    hint: 'Begin with a letter; go on with letters, digits, "-" and "_", at most 64.',
  });
  return false;
}
