import type { Field, ModelType, ToOne } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';
import { type BatchRead, withBatch } from '../../executor/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import type { Context } from '../context.ts';
import { withCostKind } from '../cost-kind.ts';
import { absentRow, openOtherRows, otherRow } from './other-row.ts';

/** Returns `task.assignee`: the row that this row's key fields name. All such reads of a tick are one batch. */
export function toOneField(build: Build, type: ModelType, field: Field, relation: ToOne): FieldConfig {
  const resolve: FieldConfig['resolve'] = async (row, _args, context) => {
    const other = await otherRow(build, type, field, relation, row as Row, context);
    if (other || !field.type.required) return other;
    throw absentRow(type, field, relation);
  };
  const kind = withCostKind({ is: 'row', byQuery: relation.index !== null });
  const target = build.model.models[relation.target];
  const batch = target && relation.index === null ? withBatch(resolve, { open: openFor(target) }) : {};
  return {
    type: build.types.output(field.type),
    extensions: { ...kind.extensions, ...batch },
    resolve,
  };

  function openFor(target: ModelType): (context: unknown) => BatchRead {
    const key = { from: relation.from, target };
    if (!field.type.required) return (context) => openOtherRows(type, field, key, context as Context);
    return (context) => {
      const read = openOtherRows(type, field, key, context as Context);
      const values = async (): Promise<readonly unknown[]> =>
        (await read.values()).map((other) => other ?? absentRow(type, field, relation));
      return { ...read, values };
    };
  }
}
