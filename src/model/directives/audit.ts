import type { Directive } from '../directive.ts';
import { onModel } from './on-model.ts';

/** Records each write of a row in the tenant's audit, in the transaction of the write. */
export const audit: Directive<null> = {
  sdl: `
"""
Records each create, update and delete of a row in the tenant's audit, in the same transaction: who, when, and which
values changed. Values of fields with @sensitive are replaced.
"""
directive @audit on OBJECT`,

  read: () => null,

  onType: (_args, site) => {
    const model = onModel(site);
    if (model) model.audit = true;
  },
};
