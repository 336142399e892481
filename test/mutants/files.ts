import type { Mutant } from './mutant.ts';

const items = 'src/store/dynamo/commands/file-items.ts';
const plan = 'src/store/dynamo/rows/plan-transaction.ts';
const changes = 'src/store/dynamo/files/change-file.ts';
const noticed = (title: string) => ['test/store/contract/dynamo.test.ts', title] as const;

/** Walls between the files of callers, rows and tenants, and what keeps their bytes exact. */
export const files: readonly Mutant[] = [
  {
    title: 'all tenants share their files',
    file: 'src/store/dynamo/keys/file-keys.ts',
    text: "systemPartition(tenant, 'FILE')",
    by: "systemPartition('all' as TenantId, 'FILE')",
    noticed: noticed('of another tenant is not there'),
  },
  {
    title: 'a row takes a file of another caller',
    file: items,
    text: '${expression.name(FILE.uploadedBy)} = $',
    by: '${expression.name(FILE.uploadedBy)} <> $',
    noticed: noticed('gets no file of another caller'),
  },
  {
    title: 'a row takes the file of another row',
    file: items,
    text: ': [free, `',
    by: ': [`',
    noticed: noticed('does not share a file: of 10 rows'),
  },
  {
    title: 'a row takes a file whose bytes were not checked',
    file: items,
    text: "['READY', 'SCANNING']",
    by: "['READY', 'SCANNING', 'UPLOADING', 'UNSCANNED', 'INFECTED', 'REMOVED']",
    noticed: noticed('unknown, of another tenant, not ready, unscanned, infected or removed'),
  },
  {
    title: 'a field takes a file for another field',
    file: items,
    text: '${expression.name(FILE.field)} = ${expression.value(field)}',
    by: '${expression.name(FILE.field)} <> ${expression.value(field.length)}',
    noticed: noticed('gets no file for another field'),
  },
  {
    title: 'a row releases the file of another row',
    file: items,
    text: '`${holder} = ${own} AND ${ofField(access, expression)}`',
    by: '`${holder} <> ${expression.value(own)} AND ${ofField(access, expression)}`',
    noticed: ['test/store/files.test.ts', 'names the file of another'],
  },
  {
    title: 'a released file is due at no time',
    file: plan,
    text: ", { access: { op: 'putFileDue', id: access.id }, origin });",
    by: ');',
    noticed: noticed('releases a file that it replaces'),
  },
  {
    title: 'two rows of a transaction claim one file',
    file: plan,
    text: ' || taken.has(id))',
    by: ')',
    noticed: noticed('does not share a file with a row of the same transaction'),
  },
  {
    title: 'an update does not guard the files that it replaces',
    file: 'src/store/dynamo/commands/write-effects.ts',
    text: ', ...fileGroups(type)]',
    by: ', ...fileGroups({ ...type, files: [] })]',
    noticed: noticed('that two callers give a file at once'),
  },
  {
    title: 'a delete does not look for files',
    file: 'src/store/dynamo/commands/write-command.ts',
    text: 'access.type.files.map(({ field }) => withoutFiles(field, expression))',
    by: 'access.type.files.slice(0, 0).map(({ field }) => withoutFiles(field, expression))',
    noticed: noticed('releases a file when it is deleted'),
  },
  {
    title: 'uploads at the same time exceed the storage',
    file: 'src/store/dynamo/files/file-transaction.ts',
    text: 'expression.value(limit - by.bytes)',
    by: 'expression.value(limit)',
    noticed: noticed('never exceeds the limit'),
  },
  {
    title: 'a removed file becomes ready again',
    file: changes,
    text: 'if (status === REMOVED || ',
    by: 'if (',
    noticed: noticed('never becomes ready'),
  },
  {
    title: 'a file is erased that a row could claim',
    file: changes,
    text: 'if (status !== REMOVED) throw',
    by: 'if (status === undefined) throw',
    noticed: noticed('cannot be erased as long as'),
  },
  {
    title: 'a discard removes the file of a row',
    file: changes,
    text: 'const was = { [FILE.holder]: null, [FILE.due]: due, [MULTIPART]: multipart, putUntil };',
    by: 'const was = { [MULTIPART]: multipart, putUntil };',
    noticed: ['test/store/files.test.ts', 'is not discarded by a process that read it before'],
  },
  {
    title: 'the bytes of a file are freed twice',
    file: changes,
    text: 'const was = { [FILE.status]: status, [FILE.due]: due, [FILE.holder]: null, [COUNTED]: counted };',
    by: 'const was = {};',
    noticed: noticed('frees its bytes while a link can still put them'),
  },
  {
    title: 'the record of a file is gone while a link can put its bytes',
    file: changes,
    text: 'const isEarly = safe !== null && Date.parse(safe) > now();',
    by: 'const isEarly = safe !== null && Date.parse(safe) > now() * 2;',
    noticed: noticed('frees its bytes while a link can still put them'),
  },
  {
    title: 'an old event of the bucket counts',
    file: 'src/store/dynamo/files/direct-files.ts',
    text: "padEnd(length, '0') > other",
    by: "padEnd(length, '0') !== other",
    noticed: noticed('is counted once, whatever comes again'),
  },
];
