export { comparedForm, comparedPrefix, hasForm, type ComparedFields } from './compared-form.ts';
export { countKind, type CountKind } from './count-kind.ts';
export { canRestrict, dependentsOf, isGuarding, type Dependent } from './dependents.ts';
export { flatRules } from './flat-rules.ts';
export { keyFields } from './key-fields.ts';
export { parseSize, printSize } from './file-size.ts';
export { isInRow, rowType } from './in-row.ts';
export { hasNestedQuantifier } from './nested-quantifier.ts';
export { lintModel } from './lint.ts';
export type * from './model.ts';
export { ownerFormOf } from './owner-fields.ts';
export { hasOwnerParts, ownerParts, ownerValue, shownOwner } from './owner-value.ts';
export { platformFieldName, platformTypeName } from './platform/platform-names.ts';
export { ownModel } from './platform/own-model.ts';
export { isRootName, upperFirst } from './names.ts';
export { prelude } from './prelude.ts';
export type { Place, Problem } from './problem.ts';
export { printProblems, withVisibleControls } from './print-problems.ts';
export { readModel, type SchemaSource } from './read.ts';
export { awsScalars, type AwsScalar, type AwsScalarName } from './scalars/index.ts';
export {
  keepSlots,
  sameIndex,
  slotRecord,
  type FieldRecord,
  type IndexRecord,
  type SlotRecord,
  type TypeRecord,
} from './slots.ts';
export { describeRule } from './lint/describe-rule.ts';
export { didYouMean } from './suggest.ts';
export { baseName, isList, printTypeRef } from './type-ref.ts';
