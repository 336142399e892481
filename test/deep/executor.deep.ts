import { compareOn } from '../executor/compare-on.ts';

const SEED = 1;
const SCHEMAS = 400;

describe('a plan', () => {
  test(`answers random operations as graphql-js does (seeds ${SEED} to ${SEED + SCHEMAS - 1})`, async () => {
    const { executions, differing } = await compareOn('promises', SEED, SCHEMAS);
    expect(differing).toBeNull();
    expect(executions).toBe(SCHEMAS * 40);
  });

  test(`reads relations together, with the data and errors of graphql-js, where some fail (seeds ${SEED} to ${SEED + SCHEMAS - 1})`, async () => {
    const { executions, differing } = await compareOn('relations', SEED, SCHEMAS);
    expect(differing).toBeNull();
    expect(executions).toBe(SCHEMAS * 40);
  });
});
