import type { Field, ModelType, ToOne } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';

import type { Build, FieldConfig } from '../build.ts';
import { withCostKind } from '../cost-kind.ts';
import { absentRow, otherRow } from './other-row.ts';

/** Returns `task.assignee`: the row that this row's key fields name. All such reads of a tick are one batch. */
export function toOneField(build: Build, type: ModelType, field: Field, relation: ToOne): FieldConfig {
  return {
    type: build.types.output(field.type),
    ...withCostKind({ is: 'row', byQuery: relation.index !== null }),
    resolve: async (row, _args, context) => {
      const other = await otherRow(build, type, field, relation, row as Row, context);
      if (other || !field.type.required) return other;
      throw absentRow(type, field, relation);
    },
  };
}
