import { Refusal } from '../../../tenant/index.ts';

/** Returns the refusal of a write in whose way other requests were each time. */
export function conflict(): Refusal<'CONFLICT'> {
  return new Refusal(
    'CONFLICT',
    'Another request is changing the same rows: read them again and repeat the change.',
  );
}
