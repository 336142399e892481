import type { Mutant } from './mutant.ts';

const plans = ['test/isolation/plans.test.ts', 'meets only its own rows'] as const;
const composite = ['test/isolation/plans.test.ts', 'keeps composite keys apart'] as const;
const poisoned = ['test/isolation/poisoned-index.test.ts', ''] as const;
const concurrent = ['test/isolation/concurrent-tenants.test.ts', 'interleaved|earlier request'] as const;
const silo = ['test/isolation/silo.test.ts', 'all that a tenant has'] as const;
const cursors = ['test/isolation/foreign-ids.test.ts', 'schema of the app can pass no page token'] as const;

/** Walls between rows: keys, indexes, pages, tables. */
export const rows: readonly Mutant[] = [
  {
    title: 'a key without its tenant',
    file: 'src/store/keys.ts',
    text: '`T#${tenant}#${parts.join(END)}`',
    by: '`T#${tenant && ""}#${parts.join(END)}`',
    noticed: plans,
  },
  {
    title: 'an index key without its tenant',
    file: 'src/store/keys.ts',
    text: 'partition(tenant, ...parts), [index.hash]',
    by: 'partition("all" as TenantId, ...parts), [index.hash]',
    noticed: plans,
  },
  {
    title: 'a row that is looked for in one tenant only',
    file: 'src/store/keys.ts',
    text: '[PK]: typePartition(tenant, type)',
    by: "[PK]: typePartition('acme' as TenantId, type)",
    noticed: ['test/store/keys.test.ts', ''],
  },
  {
    title: 'a page that begins in the partition of another tenant',
    file: 'src/store/query-command.ts',
    text: '[PK]: typePartition(tenant, type)',
    by: "[PK]: typePartition('acme' as TenantId, type)",
    noticed: plans,
  },
  {
    title: 'a sequence that tenants share',
    file: 'src/store/keys.ts',
    text: "sidePartition(tenant, 'SEQ')",
    by: "sidePartition('all' as TenantId, 'SEQ')",
    noticed: ['test/isolation/sequences.test.ts', ''],
  },
  {
    title: 'a unique value that tenants share',
    file: 'src/store/keys.ts',
    text: "sidePartition(tenant, 'UNIQUE')",
    by: "sidePartition('all' as TenantId, 'UNIQUE')",
    noticed: ['test/beyond/unique.test.ts', 'two tenants may have the same value'],
  },
  {
    title: 'a count that tenants share',
    file: 'src/store/keys.ts',
    text: "sidePartition(tenant, 'COUNT')",
    by: "sidePartition('all' as TenantId, 'COUNT')",
    noticed: ['test/beyond/counts.test.ts', 'each tenant counts its own rows'],
  },
  {
    title: 'parts of a key that are not encoded',
    file: 'src/store/encoding.ts',
    text: 'return text.replace(/[\\0-$]/g,',
    by: 'return text.replace(/[^\\s\\S]/g,',
    noticed: composite,
  },
  {
    title: 'a row read through an index that is not looked at again',
    file: 'src/store/rows.ts',
    text: 'item[PK] === typePartition(tenant, type)',
    by: 'item[PK] !== typePartition',
    noticed: poisoned,
  },
  {
    title: 'a planted row without an alarm',
    file: 'src/server/open-context.ts',
    text: "message: 'isolation alarm', alarm",
    by: "message: 'nothing much', alarm",
    noticed: poisoned,
  },
  {
    title: 'a loader that requests share',
    file: 'src/store/open-store.ts',
    text: 'const loader = rowLoader(tenant, reading)',
    by: 'const loader = ((globalThis as any).loader ??= rowLoader(tenant, reading))',
    noticed: concurrent,
  },
  {
    title: 'pages that requests share',
    file: 'src/store/open-store.ts',
    text: 'const pages = new Map<string, Promise<Page>>()',
    by: 'const pages = ((globalThis as any).pages ??= new Map<string, Promise<Page>>())',
    noticed: concurrent,
  },
  {
    title: 'a cursor that is not bound to its partition',
    file: 'src/store/read-page.ts',
    text: '[queryPartition(tenant, access), index',
    by: "['', index",
    noticed: cursors,
  },
  {
    title: 'a cursor that is bound to nothing',
    file: 'src/store/cursor.ts',
    text: 'JSON.stringify([VERSION, ...belonging])',
    by: 'JSON.stringify([VERSION, belonging && 0])',
    noticed: cursors,
  },
  {
    title: 'a tenant with a table of its own whose rows are in the pool',
    file: 'src/store/row-tables.ts',
    text: "return isolation === 'SILO' ? siloTable(siloPrefix, tenantId) : pool;",
    by: 'return isolation || tenantId ? pool : siloPrefix;',
    noticed: silo,
  },
  {
    title: 'a client of one tenant that serves another',
    file: 'src/store/per-tenant.ts',
    text: 'clients.get(tenant) ?? open(tenant)',
    by: '[...clients.values()][0] ?? open(tenant)',
    noticed: ['test/local/tenant-credentials.test.ts', 'of the tenant of the scope'],
  },
  {
    title: 'a policy on the tables of single tenants that does not end where their names begin',
    file: 'src/local/iam/open-iam.ts',
    text: 'SILO_TABLES: `${arnPrefix}${tables.siloPrefix}`,',
    by: 'SILO_TABLES: `${arnPrefix}*`,',
    noticed: ['test/local/iam-silo.test.ts', 'is not reached by'],
  },
  {
    title: 'a tenant that is written to while it is moved',
    file: 'src/store/tenant-sends.ts',
    text: 'if (isolation === undefined && !isRead(command)) requireSettled(tenant);',
    by: 'if (isolation !== undefined && isRead(command)) requireSettled(tenant);',
    noticed: ['test/platform/move.test.ts', 'a scope that was opened meanwhile'],
  },
  {
    title: 'a new place that is written to before all know of it',
    file: 'src/platform/jobs/move.ts',
    text: 'const ALL_HAVE_LOOKED = LOOK_UP_TTL + 5_000;',
    by: 'const ALL_HAVE_LOOKED = LOOK_UP_TTL * 0;',
    noticed: ['test/platform/move.test.ts', 'nobody reads the old place'],
  },
  {
    title: 'a job that goes on with a tenant while it is moved',
    file: 'src/platform/jobs/run-job.ts',
    text: "return kind !== 'MOVE' && (await",
    by: "return kind === 'MOVE' && (await",
    noticed: ['test/platform/move.test.ts', 'under way stop'],
  },
];
