import { subjectOf } from './collect-uses.ts';
import { directives } from './directives/index.ts';
import type { DirectiveName } from './directive-use.ts';
import type { SchemaDraft } from './schema-draft.ts';

/** Applies every directive to the draft, one directive after another, in the order of their table. */
export function applyDirectives(schema: SchemaDraft): void {
  for (const name of Object.keys(directives) as DirectiveName[]) {
    const directive = directives[name];
    for (const use of schema.uses) {
      if (use.name !== name) continue;
      const args = directive.read(use.values);
      const site = { ...use, schema, subject: subjectOf(name, use.type, use.field) };
      if (use.field) directive.onField?.(args, { ...site, field: use.field });
      else directive.onType?.(args, site);
    }
  }
}
