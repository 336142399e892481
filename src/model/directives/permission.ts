import type { Directive } from '../directive.ts';

/** The form of a permission, `Type:operation`: `Invoice:approve`. */
const PERMISSION = /^[A-Za-z_]\w*:[A-Za-z_]\w*$/;

/** Requires a permission to call a field. Owners of the tenant hold all permissions. */
export const permission: Directive<{ readonly needs: string | undefined }> = {
  sdl: `
"""
Only callers whose role holds the permission may use this field of Query, Mutation or Subscription, or of a
type without @model.
A permission is two words, such as "Invoice:approve": a tenant grants it to a role of its own, an OWNER holds all.
"""
directive @permission(needs: String!) on FIELD_DEFINITION`,

  read: (values) => ({ needs: values.text('needs') }),

  onField: ({ needs }, { schema, subject, node, type, field }) => {
    if (needs === undefined) return;
    if (!PERMISSION.test(needs)) {
      schema.report('invalid-permission', `${subject} needs "${needs}", which is no permission.`, {
        at: node,
        hint: 'Write two words joined by a colon, such as "Invoice:approve".',
      });
    } else if (type.model) {
      schema.report('misplaced-directive', `${subject} is in ${type.name}, which is a @model.`, {
        at: node,
        hint: 'Write @auth on the field: its rules also guard filters and conditions.',
      });
    } else field.permission = needs;
  },
};
