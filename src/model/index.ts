export type * from './model.ts';
export type { Place, Problem } from './problem.ts';
