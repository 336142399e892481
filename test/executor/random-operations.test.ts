import { compareOn } from './compare-on.ts';

const SEED = 20_261_201;
const SCHEMAS = 40;

describe('a plan', () => {
  test(`answers random operations as graphql-js does (seeds ${SEED} to ${SEED + SCHEMAS - 1})`, async () => {
    const { executions, differing } = await compareOn(SEED, SCHEMAS);
    expect(differing).toBeNull();
    expect(executions).toBe(SCHEMAS * 40);
  });
});
