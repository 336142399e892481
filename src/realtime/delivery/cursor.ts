import { isRefusal, Refusal, type Scope } from '../../tenant/index.ts';
import type { Cursors } from '../../store/index.ts';

/** Seals a place in the logs of a tenant into a cursor for its clients. */
export function sealPosition(cursors: Cursors, scope: Scope, position: string): string {
  return cursors.seal([position], belongingTo(scope));
}

/**
 * Opens a cursor that a client gives back.
 * @throws {Refusal} INVALID_CURSOR if it is none of the tenant's
 */
export function openPosition(cursors: Cursors, scope: Scope, cursor: string): string {
  try {
    const [position] = cursors.open(cursor, belongingTo(scope));
    return position ?? '';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new Refusal(
      'INVALID_CURSOR',
      '"extensions.resumeFrom" is not a cursor of this tenant: subscribe without it.',
    );
  }
}

function belongingTo({ tenantId }: Scope): readonly string[] {
  return [tenantId, 'events'];
}
