import type { Mutant } from './mutant.ts';

const plans = ['test/isolation/plans.test.ts', 'reads and writes only its own rows'] as const;
const composite = ['test/isolation/plans.test.ts', 'keeps similar composite keys distinct'] as const;
const poisoned = ['test/isolation/poisoned-index.test.ts', ''] as const;
const concurrent = ['test/isolation/concurrent-tenants.test.ts', 'interleaved|earlier request'] as const;
const silo = ['test/isolation/silo.test.ts', 'has all its items in its own table'] as const;
const changes = ['test/changes/consume-changes.test.ts', ''] as const;
const work = ['test/isolation/background-work.test.ts', ''] as const;
const cursors = ['test/isolation/foreign-ids.test.ts', 'schema of the app gets INVALID_CURSOR'] as const;

const armed = ['test/store/realtime.test.ts', 'is read as it was armed'] as const;
const late = ['test/store/realtime.test.ts', 'never joined or has left'] as const;
const moved = ['test/changes/row-events.test.ts', 'is none when the row is moved'] as const;
const purged = ['test/platform/jobs.test.ts', 'a purge'] as const;

/** Walls between rows: keys, indexes, pages, tables. */
export const rows: readonly Mutant[] = [
  {
    title: 'a partition key lacks its tenant',
    file: 'src/store/dynamo/keys/keys.ts',
    text: '`T#${tenant}#${parts.join(END)}`',
    by: '`T#${tenant && ""}#${parts.join(END)}`',
    noticed: plans,
  },
  {
    title: 'an index key lacks its tenant',
    file: 'src/store/dynamo/keys/keys.ts',
    text: 'partition(tenant, `${type.number}.${index.number}${shard}`, value)',
    by: 'partition("all" as TenantId, `${type.number}.${index.number}${shard}`, value)',
    noticed: plans,
  },
  {
    title: 'every row key is that of the tenant acme',
    file: 'src/store/dynamo/keys/keys.ts',
    text: '[PK]: typePartition(tenant, type, shardNameOf',
    by: "[PK]: typePartition('acme' as TenantId, type, shardNameOf",
    noticed: ['test/store/keys.test.ts', ''],
  },
  {
    title: 'a page of a list starts in the partition of another tenant',
    file: 'src/store/dynamo/commands/query-command.ts',
    text: '[PK]: typePartition(tenant, type, chunk.shard)',
    by: "[PK]: typePartition('acme' as TenantId, type, chunk.shard)",
    noticed: plans,
  },
  {
    title: 'all tenants share a sequence',
    file: 'src/store/dynamo/keys/keys.ts',
    text: "systemPartition(tenant, 'SEQ')",
    by: "sidePartition('all' as TenantId, 'SEQ')",
    noticed: ['test/isolation/sequences.test.ts', ''],
  },
  {
    title: 'all tenants share the reserved unique values',
    file: 'src/store/dynamo/keys/keys.ts',
    text: "systemPartition(tenant, 'UNIQUE')",
    by: "sidePartition('all' as TenantId, 'UNIQUE')",
    noticed: ['test/beyond/unique.test.ts', 'two tenants may have the same value'],
  },
  {
    title: 'all callers of a tenant share an idempotency key',
    file: 'src/store/port/idempotency.ts',
    text: 'JSON.stringify([caller, key])',
    by: 'JSON.stringify([key, caller.length > 0])',
    noticed: ['test/platform/idempotency.test.ts', 'another user, another API key or another tenant'],
  },
  {
    title: 'all tenants share a counter',
    file: 'src/store/dynamo/keys/keys.ts',
    text: "systemPartition(tenant, 'COUNT')",
    by: "sidePartition('all' as TenantId, 'COUNT')",
    noticed: ['test/beyond/counts.test.ts', 'each tenant counts its own rows'],
  },
  {
    title: 'the parts of a key are not encoded',
    file: 'src/store/dynamo/keys/encoding.ts',
    text: 'return text.replace(/[\\0-$]/g,',
    by: 'return text.replace(/[^\\s\\S]/g,',
    noticed: composite,
  },
  {
    title: 'the store does not check the partition of a row that an index returned',
    file: 'src/store/dynamo/rows/rows.ts',
    text: 'if (item[PK] === own || isOfType(tenant, type, item[PK]))',
    by: 'if (own && isOfType !== undefined)',
    noticed: poisoned,
  },
  {
    title: 'a row of another tenant raises no alarm',
    file: 'src/server/context-of.ts',
    text: "message: 'isolation alarm', alarm",
    by: "message: 'nothing much', alarm",
    noticed: poisoned,
  },
  {
    title: 'all requests share a loader',
    file: 'src/store/dynamo/rows/open-store.ts',
    text: 'const loader = rowLoader(tenant, reading)',
    by: 'const loader = ((globalThis as any).loader ??= rowLoader(tenant, reading))',
    noticed: concurrent,
  },
  {
    title: 'all requests share the cached pages',
    file: 'src/store/dynamo/rows/open-store.ts',
    text: 'const pages = new Map<string, Promise<Page>>()',
    by: 'const pages = ((globalThis as any).pages ??= new Map<string, Promise<Page>>())',
    noticed: concurrent,
  },
  {
    title: 'a cursor is not bound to its partition',
    file: 'src/store/dynamo/rows/read-page.ts',
    text: '[queryPartition(tenant, access), index',
    by: "['', index",
    noticed: cursors,
  },
  {
    title: 'a cursor is not bound to its field and arguments',
    file: 'src/store/port/seal.ts',
    text: 'JSON.stringify([VERSION, ...belonging])',
    by: 'JSON.stringify([VERSION, belonging && 0])',
    noticed: cursors,
  },
  {
    title: 'the rows of a silo tenant go to the pool',
    file: 'src/store/dynamo/tables/row-tables.ts',
    text: "return isolation === 'SILO' ? siloTable(siloPrefix, tenantId) : pool;",
    by: 'return isolation || tenantId ? pool : siloPrefix;',
    noticed: silo,
  },
  {
    title: 'the client of one tenant serves another',
    file: 'src/store/credentials/per-tenant.ts',
    text: 'clients.get(tenant) ?? open(tenant)',
    by: '[...clients.values()][0] ?? open(tenant)',
    noticed: ['test/local/tenant-credentials.test.ts', 'belong to the tenant of the scope'],
  },
  {
    title: 'the policy on silo tables covers every table',
    file: 'src/local/data-directory/open-iam.ts',
    text: 'SILO_TABLES: `${arnPrefix}${tables.siloPrefix}`,',
    by: 'SILO_TABLES: `${arnPrefix}*`,',
    noticed: ['test/local/iam-silo.test.ts', 'access to the table of'],
  },
  {
    title: 'a tenant accepts writes during a move',
    file: 'src/store/dynamo/tables/tenant-sends.ts',
    text: 'if (isolation === undefined && !isRead(command)) requireNotMoving(tenant);',
    by: 'if (isolation !== undefined && isRead(command)) requireNotMoving(tenant);',
    noticed: ['test/platform/move.test.ts', 'a scope that is opened meanwhile'],
  },
  {
    title: 'the new table accepts writes before every process knows of it',
    file: 'src/platform/jobs/move.ts',
    text: 'const CACHES_EXPIRE_AFTER = LOOK_UP_TTL + 5_000;',
    by: 'const CACHES_EXPIRE_AFTER = LOOK_UP_TTL * 0;',
    noticed: ['test/platform/move.test.ts', 'no request reads the old table'],
  },
  {
    title: 'a job continues during a move of its tenant',
    file: 'src/platform/jobs/run-job.ts',
    text: "return kind !== 'MOVE' && (await",
    by: "return kind === 'MOVE' && (await",
    noticed: ['test/platform/move.test.ts', 'running import pause'],
  },
  {
    title: 'names of owners are looked up in another tenant',
    file: 'src/platform/members/members-of.ts',
    text: '`${tenantId}#${name}`',
    by: '`globex#${name}`',
    noticed: ['test/engine/owners.test.ts', 'who does not exist'],
  },
  {
    title: 'an owner is compared by name',
    file: 'src/engine/auth/decide.ts',
    text: "{ field, op: 'eq', value: userId }",
    by: "{ field, op: 'contains', value: caller.username }",
    noticed: ['test/engine/owners.test.ts', 'later user of the same name'],
  },
  {
    title: 'a username divides the stored owner',
    file: 'src/model/owner-value.ts',
    text: 'stored.indexOf(MARK)',
    by: 'stored.lastIndexOf(MARK)',
    noticed: ['test/engine/owners.test.ts', 'shown by the whole username'],
  },
  {
    title: 'the tenant of a change is that of its image',
    file: 'src/store/dynamo/changes/read-change.ts',
    text: 'const place = readItem(pk.S, types);',
    by: 'const place = readItem((dynamodb as any).NewImage?.[PK]?.S ?? pk.S, types);',
    noticed: changes,
  },
  {
    title: 'a key of the stream may name any text as its tenant',
    file: 'src/store/dynamo/changes/read-change.ts',
    text: 'if (!TENANT_ID_PATTERN.test(text))',
    by: 'if (!TENANT_ID_PATTERN.test("acme") && text)',
    noticed: changes,
  },
  {
    title: 'the work of all tenants has one group',
    file: 'src/platform/work/work.ts',
    text: 'group: work.tenantId,',
    by: "group: 'all',",
    noticed: work,
  },
  {
    title: 'the work of the changes of all tenants goes to the first of them',
    file: 'src/changes/consume-changes.ts',
    text: 'else tenants.set(one.change.tenantId, [one]);',
    by: 'else if (tenants.size === 0) tenants.set(one.change.tenantId, [one]);\n    else [...tenants.values()][0]?.push(one);',
    noticed: changes,
  },
  {
    title: 'the key of a subscription lacks its tenant',
    file: 'src/store/dynamo/keys/realtime-keys.ts',
    text: '`T#${tenant}#${kind}${END}`',
    by: '`T#${tenant && ""}#${kind}${END}`',
    noticed: armed,
  },
  {
    title: 'a subscription is armed after its connection has left',
    file: 'src/store/dynamo/realtime/joins.ts',
    text: '`${operations} < ${expression.value(most)}`',
    by: '`attribute_not_exists(${operations}) OR ${operations} < ${expression.value(most)}`',
    noticed: late,
  },
  {
    title: 'rows that move to another table are new to subscribers',
    file: 'src/store/dynamo/changes/read-event.ts',
    text: 'return mark !== undefined && mark !== oldImage?.[MOVED]?.S;',
    by: "return mark === '';",
    noticed: moved,
  },
  {
    title: 'a purge leaves the subscriptions of its tenant',
    file: 'src/platform/jobs/purge.ts',
    text: '[...partsOf(types), ...REALTIME_PARTS]',
    by: '[...partsOf(types), ...REALTIME_PARTS.slice(0, 0)]',
    noticed: purged,
  },
];
