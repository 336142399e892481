import { type ConstDirectiveNode, type DefinitionNode, Kind } from 'graphql';

import { openValues } from '../argument-values.ts';
import { coerceArguments } from '../coerce-arguments.ts';
import type { Report } from '../report.ts';

const PREFIX = /^[A-Za-z][A-Za-z0-9]{0,31}$/;

/** Returns the prefix that an app chooses by `extend schema @platform(prefix: "tq")`, or null. */
export function readPrefix(nodes: readonly DefinitionNode[], report: Report): string | null {
  const uses = nodes.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [],
  );
  const [first, second] = uses.filter((use) => isPlatform(use, report));
  if (second)
    report('duplicate-directive', 'schema: @platform is written twice.', { at: second, hint: 'Keep one.' });
  if (!first) return null;
  const prefix = openValues(coerceArguments('platform', first, 'schema: @platform', report)).text('prefix');
  if (prefix === undefined) return null;
  if (PREFIX.test(prefix)) return prefix;
  report('invalid-name', `schema: @platform has the prefix "${prefix}", which begins no GraphQL name.`, {
    at: first,
    hint: 'Use up to 32 letters and digits, and begin with a letter.',
  });
  return null;
}

function isPlatform(node: ConstDirectiveNode, report: Report): boolean {
  const name = node.name.value;
  if (name === 'platform') return true;
  report('misplaced-directive', `schema: @${name} cannot be used here.`, {
    at: node,
    hint: 'Remove it: only @platform is for the schema.',
  });
  return false;
}
