import { boundedMap, type BoundedMap } from '../../tenant/index.ts';
import type { Model } from '../../model/index.ts';

/** Maximum cached results. A process sees few combinations of roles. The oldest result is dropped first. */
const MAX_KEPT = 1000;

/** Caches, for each model, the results of a pure function of plain data. */
export function memoizePerModel<Input, Result>(
  compute: (model: Model, input: Input) => Result,
): (model: Model, input: Input) => Result {
  const kept = new WeakMap<Model, BoundedMap<string, Result>>();
  return (model, input) => {
    const results = kept.get(model) ?? boundedMap<string, Result>(MAX_KEPT);
    kept.set(model, results);
    const key = JSON.stringify(input);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = compute(model, input);
    results.set(key, result);
    return result;
  };
}
