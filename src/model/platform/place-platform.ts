import type { DefinitionNode } from 'graphql';

import type { Report } from '../report.ts';
import {
  platformFieldName,
  type PlatformNames,
  platformNames,
  platformTypeName,
  renamePlatform,
} from './platform-names.ts';
import { readPrefix } from './read-prefix.ts';
import { type TakenNames, takenNames } from './taken-names.ts';

/** The prefix that the platform takes if an app uses one of its names and chooses none. */
const DEFAULT_PREFIX = 'platform';

/** The platform's SDL next to an app, and the prefix of its names: empty if they are as written. */
export interface PlacedPlatform {
  readonly nodes: readonly DefinitionNode[];
  readonly prefix: string;
}

/**
 * Gives the platform's types and root fields the prefix that the app chooses by `@platform`. If the app chooses none and
 * uses one of their names, all of them get the prefix `platform`, with a warning for each name that both use.
 */
export function placePlatform(
  platform: readonly DefinitionNode[],
  own: readonly DefinitionNode[],
  broken: ReadonlySet<string>,
  report: Report,
): PlacedPlatform {
  const chosen = readPrefix(own, report);
  if (platform.length === 0) return { nodes: platform, prefix: '' };
  const names = platformNames(platform);
  const taken = takenNames(own, broken);
  const clashes = chosen === null ? clashesOf(names, taken, '') : [];
  if (chosen === null && clashes.length === 0) return { nodes: platform, prefix: '' };
  const prefix = chosen ?? DEFAULT_PREFIX;
  for (const name of clashes) {
    const renamed = shown(withPrefix(name, prefix));
    report(
      'reserved-name',
      `The platform has ${shown(name)} too: it becomes ${renamed}, and so do all its names.`,
      {
        at: taken.get(name),
        hint: `Write extend schema @platform(prefix: "${prefix}") to keep this prefix, or choose another one.`,
        severity: 'warning',
      },
    );
  }
  const left = clashesOf(names, taken, prefix).map((name) => withPrefix(name, prefix));
  for (const name of left) {
    report('reserved-name', `The platform has ${shown(name)} too, with its prefix "${prefix}".`, {
      at: taken.get(name),
      hint: 'Rename yours, or write extend schema @platform(prefix: …) with another prefix.',
    });
  }
  // A name that both have would be reported as a duplicate as well.
  return { nodes: left.length > 0 ? [] : renamePlatform(platform, prefix), prefix };
}

/** Returns the platform's names that the app uses once they have the prefix. */
function clashesOf({ types, fields }: PlatformNames, taken: TakenNames, prefix: string): readonly string[] {
  return [...types, ...fields].filter((name) => taken.has(withPrefix(name, prefix)));
}

function withPrefix(name: string, prefix: string): string {
  const [root = '', field] = name.split('.');
  return field === undefined ? platformTypeName(prefix, name) : `${root}.${platformFieldName(prefix, field)}`;
}

function shown(name: string): string {
  return name.includes('.') ? name : `the type "${name}"`;
}
