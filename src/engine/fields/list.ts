import { Refusal } from '../../tenant/index.ts';
import type { Json, ModelType } from '../../model/index.ts';

import type { Build, FieldConfigs } from '../build.ts';
import { DEFAULT_LIMIT } from '../tables/table.ts';
import { connection } from '../types/connection.ts';
import { sortArgument, sortArgumentConfig } from '../types/key-conditions.ts';
import { optional } from '../types/registry.ts';
import { withCostKind } from '../cost-kind.ts';
import { listArguments, pageRequest } from './arguments.ts';
import { tableOf } from './table-of.ts';

/**
 * Returns `listTasks(filter, limit, nextToken …)`.
 * A type with its own primary key also takes that key, and a condition on its sort fields if the hash field is given.
 */
export function listField(build: Build, type: ModelType): FieldConfigs {
  const name = type.operations.list;
  if (!name) return {};
  const { hash, sort, declared: byKey } = type.key;
  const hashField = type.fields[hash];
  const sortArg = byKey ? sortArgument(sort) : null;
  return {
    [name]: {
      type: connection(build, type),
      ...withCostKind({ is: 'page', limit: DEFAULT_LIMIT }),
      args: {
        ...(byKey && hashField ? { [hash]: { type: build.types.input(optional(hashField.type)) } } : {}),
        ...sortArgumentConfig(build, type, 'Primary', sortArg),
        ...listArguments(build, type, byKey || !build.compat),
      },
      resolve: (_root, args: Record<string, unknown>, context, info) => {
        const value = byKey ? ((args[hash] as Json | undefined) ?? null) : null;
        if (value === null && byKey) requireHash(args, hash, sortArg?.name, build.compat);
        const where = value === null ? [] : [value];
        const key = { index: null, where, sort: value === null ? null : sortArg };
        return tableOf(context, type).page(pageRequest(build, args, key, info.fieldName));
      },
    },
  };
}

/**
 * Requires the hash field for an order or a sort condition under Amplify's exact API. Ours can order the whole list.
 */
function requireHash(
  args: Record<string, unknown>,
  hash: string,
  sortName: string | undefined,
  compat: boolean,
): void {
  const needs = [sortName, compat ? 'sortDirection' : undefined].find(
    (argument) => argument !== undefined && (args[argument] ?? null) !== null,
  );
  if (needs) {
    throw new Refusal('INVALID_ARGUMENTS', `The argument "${needs}" needs the argument "${hash}" as well.`);
  }
}
