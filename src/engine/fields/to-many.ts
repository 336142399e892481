import type { Field, ModelType, ToMany } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import type { CountedPage } from '../tables/table.ts';
import { connection } from '../types/connection.ts';
import { sortArgument, sortArgumentConfig } from '../types/key-conditions.ts';
import { withCostKind } from '../cost-kind.ts';
import { listArguments, pageRequest, type ListArguments } from './arguments.ts';
import { tableOf } from './table-of.ts';
import { valuesOf } from './other-row.ts';

const EMPTY: CountedPage = { rows: [], nextToken: null, filtered: false, total: () => Promise.resolve(0) };

/** Returns `project.tasks(…)`: a page of the rows of another type whose index holds this row's key. */
export function toManyField(build: Build, type: ModelType, field: Field, relation: ToMany): FieldConfig {
  const target = build.model.models[relation.target];
  if (!target) throw new Error(`The model refers to a type "${relation.target}" that it does not hold.`);
  const site = { field: field.name, on: type.name };
  const index = target.indexes.find((candidate) => candidate.name === relation.index) ?? null;
  const { sort: sortFields } = index ?? target.key;
  const sort = sortArgument(sortFields.slice(relation.from.length - 1));
  return {
    type: connection(build, target, target.name),
    ...withCostKind({ is: 'page', limit: relation.limit }),
    args: {
      ...sortArgumentConfig(build, target, index?.name ?? 'Primary', sort),
      ...listArguments(build, target, true, target.name),
    },
    resolve: (row, args: ListArguments, context) => {
      const where = valuesOf(row as Row, relation.from);
      if (!where) return EMPTY;
      const key = { index, where, sort, defaultLimit: relation.limit };
      return tableOf(context, target).page(pageRequest(build, args, key, `${type.name}.${field.name}`), site);
    },
  };
}
