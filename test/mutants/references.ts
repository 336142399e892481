import type { Mutant } from './mutant.ts';

const RACES = 'test/interleaving/on-delete.test.ts';

/** Walls between a create and the delete of its parent: each part of what keeps `onDelete` right without a transaction. */
export const references: readonly Mutant[] = [
  {
    title: 'a create does not read its parents again',
    file: 'src/store/dynamo/rows/write-rows.ts',
    text: "if (attempt.op === 'put') await verifyPut(",
    by: "if (attempt.op === 'put' && !verifyPut) await verifyPut(",
    noticed: [RACES, 'RESTRICT.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a create does not delete its row again',
    file: 'src/store/dynamo/rows/verify-put.ts',
    text: 'refusal === null || (await undo(',
    by: 'refusal !== undefined || (await undo(',
    noticed: [RACES, 'SET_NULL.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a create does not wait for a delete that holds its parent',
    file: 'src/store/dynamo/rows/verify-put.ts',
    text: '? holdOf(itemOf(one) ?? {}) : null',
    by: '? holdOf({}) : null',
    noticed: [RACES, 'RESTRICT.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a delete does not read the links',
    file: 'src/engine/tables/plan-delete.ts',
    text: 'const linked = isHeld ? await store.linked(type, key) : [];',
    by: 'const linked = isHeld ? [] : [];',
    noticed: [RACES, 'RESTRICT.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a sweep deletes nothing',
    file: 'src/engine/tables/sweep.ts',
    text: 'of sweep.targets) {',
    by: 'of sweep.targets.slice(0, 0)) {',
    noticed: [RACES, 'CASCADE.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a create puts no link',
    file: 'src/store/dynamo/rows/write-rows.ts',
    text: 'attempts === 1 ? putLinks(',
    by: 'attempts === 0 ? putLinks(',
    noticed: [RACES, 'RESTRICT.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a move puts no link',
    file: 'src/store/dynamo/rows/write-rows.ts',
    text: 'isReplanned ? putLinks(',
    by: '!isReplanned ? putLinks(',
    noticed: [RACES, 'RESTRICT.* a child moves to a parent that is deleted'],
  },
  {
    title: 'a delete releases its hold before its transaction',
    file: 'src/engine/tables/delete-row.ts',
    text: 'if (certain) return await writePlan(deleting, certain, holds);',
    by: 'await holds.release(); if (certain) return await writePlan(deleting, certain, null);',
    noticed: [RACES, 'RESTRICT.* a child is created while its parent is deleted, and'],
  },
  {
    title: 'a large sweep deletes a row whose parent was created again',
    file: 'src/engine/tables/sweep.ts',
    text: 'store, isOver, [absent])',
    by: 'store, isOver, [])',
    noticed: ['test/interleaving/sweep.test.ts', 'too large for one transaction'],
  },
  {
    title: 'a delete that another process has ended takes rows of a new parent',
    file: 'src/engine/tables/delete-job.ts',
    text: '[...writes, mark]',
    by: '[...writes]',
    noticed: ['test/interleaving/delete-job.test.ts', 'CASCADE'],
  },
];
