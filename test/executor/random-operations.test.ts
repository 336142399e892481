import { compareOn } from './compare-on.ts';

const SEED = 20_261_201;
const SCHEMAS = 40;
const RELATED = 80;

describe('a plan', () => {
  test(`answers random operations as graphql-js does (seeds ${SEED} to ${SEED + SCHEMAS - 1})`, async () => {
    const { executions, differing } = await compareOn('promises', SEED, SCHEMAS);
    expect(differing).toBeNull();
    expect(executions).toBe(SCHEMAS * 40);
  });

  test(`reads relations together, with the data and errors of graphql-js, where some fail (seeds ${SEED} to ${SEED + RELATED - 1})`, async () => {
    const { executions, differing } = await compareOn('relations', SEED, RELATED);
    expect(differing).toBeNull();
    expect(executions).toBe(RELATED * 40);
  });
});
