import {
  buildASTSchema,
  coerceInputValue,
  type ConstDirectiveNode,
  type ConstValueNode,
  type GraphQLDirective,
  type GraphQLSchema,
  isRequiredArgument,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';

import { prelude } from './prelude.ts';
import type { Report } from './report.ts';
import { wordInstead } from './foreign-words.ts';
import { didYouMean } from './suggest.ts';

let schema: GraphQLSchema | undefined;

/** Returns a directive of the prelude. Its SDL is parsed once, when the first schema with SDL is read. */
function definitionOf(name: string): GraphQLDirective | undefined {
  schema ??= buildASTSchema(parse(prelude), { assumeValidSDL: true });
  return schema.getDirective(name) ?? undefined;
}

export function isRepeatable(name: string): boolean {
  return definitionOf(name)?.isRepeatable ?? false;
}

/** Coerces the arguments of the directive `name` by its SDL. Reports and drops each value that does not fit. */
export function coerceArguments(
  name: string,
  node: ConstDirectiveNode,
  subject: string,
  report: Report,
): unknown {
  const args = definitionOf(name)?.args ?? [];
  const values: Record<string, unknown> = {};
  for (const written of node.arguments ?? []) {
    const key = written.name.value;
    const argument = args.find((candidate) => candidate.name === key);
    if (!argument) {
      const known = args.map((candidate) => candidate.name);
      report('unknown-argument', `${subject} has no argument "${key}".`, {
        at: written,
        hint: didYouMean(key, known) ?? `It takes ${known.join(', ')}.`,
      });
      continue;
    }
    values[key] = coerceInputValue(
      valueFromASTUntyped(written.value),
      argument.type,
      (path, wrong, error) => {
        const [message, near] = splitHint(error.message);
        const [, unknown] = /^Field "(\w+)" is not defined/.exec(message) ?? [];
        const hint = wordInstead(unknown ?? String(wrong)) ?? near;
        report('invalid-argument', `${subject}: ${[key, ...path].join('.')}: ${message}`, {
          at: nodeAt(written.value, path),
          hint: hint ?? `See @${name} in schema/aws.graphql.`,
        });
      },
    );
  }
  for (const argument of args) {
    if (
      !isRequiredArgument(argument) ||
      node.arguments?.some((written) => written.name.value === argument.name)
    )
      continue;
    report('invalid-argument', `${subject} needs the argument "${argument.name}".`, {
      at: node,
      hint: `Write @${name}(${argument.name}: …).`,
    });
  }
  return values;
}

/** Splits a message of graphql-js into the sentence and its suggestion, because a Problem has a hint of its own. */
function splitHint(message: string): [string, string | undefined] {
  const found = /^(.*?) (Did you mean .*\?)$/s.exec(message);
  return found ? [found[1] ?? message, found[2]] : [message, undefined];
}

/** Returns the innermost value that a path leads to, so that a problem has an exact place. */
function nodeAt(value: ConstValueNode, path: readonly (string | number)[]): ConstValueNode {
  const [step, ...rest] = path;
  if (typeof step === 'number' && value.kind === Kind.LIST) {
    const item = value.values[step];
    return item ? nodeAt(item, rest) : value;
  }
  if (typeof step === 'string' && value.kind === Kind.OBJECT) {
    const field = value.fields.find(({ name }) => name.value === step);
    return field ? nodeAt(field.value, rest) : value;
  }
  return value;
}
