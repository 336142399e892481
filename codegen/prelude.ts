import { prelude } from '../src/model/index.ts';

/** The scalars and directives of the dialect, for editors. */
export const plugin = (): string => prelude;
