import type { Model } from '../../model/index.ts';

/** The tenants of a process have few combinations of roles; beyond this many it begins anew. */
const MAX_KEPT = 1000;

/** Computes once a process what a model and some plain data determine. */
export function memoizePerModel<Input, Result>(
  compute: (model: Model, input: Input) => Result,
): (model: Model, input: Input) => Result {
  const kept = new WeakMap<Model, Map<string, Result>>();
  return (model, input) => {
    const results = kept.get(model) ?? new Map<string, Result>();
    kept.set(model, results);
    const key = JSON.stringify(input);
    const known = results.get(key);
    if (known !== undefined) return known;
    if (results.size >= MAX_KEPT) results.clear();
    const result = compute(model, input);
    results.set(key, result);
    return result;
  };
}
