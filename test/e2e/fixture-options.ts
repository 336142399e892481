import { FIXTURE } from '../../codegen/places.ts';

/** Options of `npm start` that have it serve the app of the tests, unless they name another schema. */
export function withFixture(args: readonly string[]): string[] {
  const { schema, resolvers, plans } = FIXTURE;
  const app = args.includes('--schema') ? [] : ['--schema', schema, '--resolvers', resolvers];
  return [...app, '--plans', plans, ...args];
}
