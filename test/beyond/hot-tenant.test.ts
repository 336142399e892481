import { PARTITION } from '../../bench/scale/assumptions.ts';
import { simulateOneTenant, type OneTenantResult } from '../../bench/scale/one-tenant.ts';
import { recordCreates } from '../../bench/scale/record-creates.ts';
import type { Shape } from '../../bench/scale/shape.ts';
import { randomFrom } from '../random-from.ts';

const SEED = 17;
const SHARDS = 4;
const CREATES_PER_SECOND = 2000;

let one: readonly Shape[];
let many: readonly Shape[];
beforeAll(async () => {
  [one, many] = [await recordCreates(1, randomFrom(SEED)), await recordCreates(SHARDS, randomFrom(SEED))];
});

const simulate = (shapes: readonly Shape[], parents: number): OneTenantResult =>
  simulateOneTenant({ shapes, parents, createsPerSecond: CREATES_PER_SECOND, random: randomFrom(SEED) });

describe(`${CREATES_PER_SECOND} creates a second of one tenant, simulated with DynamoDB's limits`, () => {
  test.each([1, 10_000])(
    `all succeed with ${SHARDS} shards and %i parents, at the first attempt`,
    (parents) => {
      const { created, failed, refused, hottestWrites } = simulate(many, parents);
      expect(failed).toEqual({ CONFLICT: 0, THROTTLED: 0 });
      expect(refused).toBe(0);
      expect(created).toBeGreaterThan(5 * CREATES_PER_SECOND);
      expect(hottestWrites).toBeLessThan(PARTITION.writes);
    },
  );

  test('are more than one partition takes', () => {
    expect(simulate(one, 1).failed.THROTTLED).toBeGreaterThan(CREATES_PER_SECOND);
  });

  test('write no partition that is not of a shard, neither in the table nor in an index', () => {
    const written = many.flat(2).flatMap(({ loads }) => loads.filter(({ writes }) => writes > 0));
    expect(written.filter(({ partition }) => !partition.includes(`/${SHARDS}.`))).toEqual([]);
    const indexes = new Set(written.map(({ partition }) => partition.split(': ').slice(0, -1).join()));
    expect(indexes.size).toBe(4);
    for (const index of indexes) {
      const partitions = written.filter(
        ({ partition }) => partition.split(': ').slice(0, -1).join() === index,
      );
      const shards = new Set(partitions.map(({ partition }) => /\/\d+\.\d+/.exec(partition)?.[0]));
      expect(shards.size).toBe(SHARDS);
    }
  });
});
