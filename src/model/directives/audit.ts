import type { Directive } from '../directive.ts';
import { onModel } from './on-model.ts';

/** Has each write of a row told in the audit of the tenant, in the same transaction. */
export const audit: Directive<null> = {
  sdl: `
"""
Each create, update and delete of a row is told in the tenant's audit, in the same transaction: who, when, and which
values changed. Values of fields with @sensitive are replaced.
"""
directive @audit on OBJECT`,

  read: () => null,

  onType: (_args, site) => {
    const model = onModel(site);
    if (model) model.audit = true;
  },
};
