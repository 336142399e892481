import type { Site } from '../directive.ts';
import type { ModelType } from '../model.ts';

/** The arguments `shards` and `formerShards` of `@model`. */
export interface WrittenShards {
  readonly now: number | undefined;
  readonly former: number | undefined;
}

/** The most partitions of a type: each list reads them all. */
const MOST_SHARDS = 64;

/** Returns the shards of a type. Reports a number that is none, or a former number that equals the present one. */
export function shardsOf(
  { now = 1, former }: WrittenShards,
  site: Site,
): Pick<ModelType, 'shards' | 'formerShards'> {
  for (const [name, number] of [
    ['shards', now],
    ['formerShards', former ?? 1],
  ] as const)
    if (!isNumberOfShards(number)) {
      report(site, `has "${name}: ${number}".`, `Write a number from 1 to ${MOST_SHARDS}.`);
      return {};
    }
  if (former === now) {
    const hint = 'Write the number that "shards" had before, or remove "formerShards".';
    report(site, `has the same number of shards as before its change: ${now}.`, hint);
    return {};
  }
  return { ...(now === 1 ? {} : { shards: now }), ...(former === undefined ? {} : { formerShards: former }) };
}

function isNumberOfShards(number: number): boolean {
  return number >= 1 && number <= MOST_SHARDS;
}

function report({ schema, subject, node }: Site, what: string, hint: string): void {
  schema.report('invalid-argument', `${subject} ${what}`, { at: node, hint });
}
