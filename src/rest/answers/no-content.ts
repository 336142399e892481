import type { CallAnswer } from '../call.ts';

/** The answer of a write whose client prefers none. */
export const NO_CONTENT: CallAnswer = {
  status: 204,
  value: undefined,
  etag: null,
  headers: { 'preference-applied': 'return=minimal' },
};
