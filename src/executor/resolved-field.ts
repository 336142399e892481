import { defaultFieldResolver, getArgumentValues, type GraphQLResolveInfo } from 'graphql';

import { type Complete, failing, type PlannedField, type Site } from './plan.ts';
import { isPromise, type Path, type Run } from './run.ts';
import { awaitable } from './wave.ts';

/** Returns what calls a resolver and completes its value, as `executeField` of graphql-js does. */
export function resolvedField(site: Site, complete: Complete): PlannedField['execute'] {
  const { key, parent, definition } = site;
  const resolve = definition.resolve ?? defaultFieldResolver;
  const fail = failing(site, definition.type);
  return (run, source, prev) => {
    const path: Path = { prev, key, typename: parent.name };
    try {
      const value: unknown = resolve(source, argumentsOf(site, run), run.context, infoOf(site, run, path));
      const completed = isPromise(value)
        ? value.then((resolved) => awaitable(complete(run, resolved, path)))
        : awaitable(complete(run, value, path));
      return isPromise(completed)
        ? completed.then(undefined, (raw: unknown) => fail(run, raw, path))
        : completed;
    } catch (raw) {
      return fail(run, raw, path);
    }
  };
}

/** Returns new arguments for each call, because a resolver may change them. */
export function argumentsOf({ definition, nodes }: Site, run: Run): Record<string, unknown> {
  const [node] = nodes;
  if (definition.args.length === 0 || !node) return {};
  return getArgumentValues(definition, node, run.variableValues);
}

export function infoOf({ definition, nodes, parent }: Site, run: Run, path: Path): GraphQLResolveInfo {
  return {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType: parent,
    path,
    schema: run.schema,
    fragments: run.fragments,
    rootValue: run.rootValue,
    operation: run.operation,
    variableValues: run.variableValues,
  };
}
