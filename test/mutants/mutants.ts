/** A wall with a hole in it: one text of the sources replaced, and the narrow test that must notice. */
export interface Mutant {
  readonly title: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly by: string;
  /** A test file and a pattern of its titles; or `types`, for what must not compile. */
  readonly noticed: readonly [file: string, title: string] | 'types';
}

const plans = ['test/isolation/plans.test.ts', 'meets only its own rows'] as const;
const composite = ['test/isolation/plans.test.ts', 'keeps composite keys apart'] as const;
const poisoned = ['test/isolation/poisoned-index.test.ts', ''] as const;
const concurrent = ['test/isolation/concurrent-tenants.test.ts', 'interleaved|earlier request'] as const;
const silo = ['test/isolation/silo.test.ts', 'all that a tenant has'] as const;
const cursors = ['test/isolation/foreign-ids.test.ts', 'schema of the app can pass no page token'] as const;
const gate = ['test/tenant/gate.test.ts', ''] as const;
const tokens = ['test/tenant/tokens.test.ts', ''] as const;
const preToken = ['test/tenant/pre-token.test.ts', ''] as const;
const documents = ['test/server/documents.test.ts', 'made to cost'] as const;
const errors = ['test/server/errors.test.ts', 'nobody meant'] as const;

export const mutants: readonly Mutant[] = [
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
    title: 'a scope that anyone constructs',
    file: 'src/tenant/scope.ts',
    text: 'private constructor',
    by: 'constructor',
    noticed: 'types',
  },
  {
    title: 'a tenant that is any string',
    file: 'src/tenant/tenant-id.ts',
    text: 'string & { readonly [tenant]: true }',
    by: 'string & { readonly [tenant]?: true }',
    noticed: 'types',
  },
  {
    title: 'a context without a scope',
    file: 'src/engine/context.ts',
    text: 'readonly scope: Scope',
    by: 'readonly scope?: Scope',
    noticed: 'types',
  },
  {
    title: 'a tenant id with wildcards and separators',
    file: 'src/tenant/tenant-id.ts',
    text: '/^[a-z0-9][a-z0-9-]{0,62}$/',
    by: '/^[a-z0-9*#-]{1,63}$/',
    noticed: tokens,
  },
  {
    title: 'a token that never expires',
    file: 'src/tenant/verify-token.ts',
    text: "typeof payload.exp !== 'number'",
    by: "typeof payload.exp === 'string'",
    noticed: tokens,
  },
  {
    title: 'a token with a critical header',
    file: 'src/tenant/verify-token.ts',
    text: "'crit' in header",
    by: "'critical' in header",
    noticed: tokens,
  },
  {
    title: 'an ID token in place of an access token',
    file: 'src/tenant/verify-token.ts',
    text: "tokenUse: 'access'",
    by: 'tokenUse: null',
    noticed: tokens,
  },
  {
    title: 'a token of any size',
    file: 'src/tenant/verify-token.ts',
    text: 'if (token.length > MAX_TOKEN_LENGTH) throw invalid();',
    by: '',
    noticed: tokens,
  },
  {
    title: 'a disabled member',
    file: 'src/tenant/gate.ts',
    text: " || membership.status !== 'ACTIVE'",
    by: '',
    noticed: gate,
  },
  {
    title: 'a member of a suspended tenant',
    file: 'src/tenant/gate.ts',
    text: "return 'This tenant is suspended: it can be read, but not changed.';\n      throw suspended();",
    by: "return '';\n      return null;",
    noticed: gate,
  },
  {
    title: "roles that are the token's",
    file: 'src/tenant/gate.ts',
    text: 'const groups = membership.roles;',
    by: "const groups = claims['cognito:groups'] as string[];",
    noticed: gate,
  },
  {
    title: 'a look-up kept by its user alone',
    file: 'src/tenant/ttl-cache.ts',
    text: "const key = parts.join(' ')",
    by: "const key = parts[1] ?? ''",
    noticed: gate,
  },
  {
    title: 'a look-up kept by its tenant alone',
    file: 'src/tenant/ttl-cache.ts',
    text: "const key = parts.join(' ')",
    by: "const key = parts[0] ?? ''",
    noticed: gate,
  },
  {
    title: 'a failed look-up that is kept',
    file: 'src/tenant/ttl-cache.ts',
    text: 'if (known.get(key) === entry) known.delete(key);',
    by: '',
    noticed: gate,
  },
  {
    title: 'a look-up that is kept for a minute',
    file: 'src/tenant/gate.ts',
    text: 'LOOK_UP_TTL = 5000',
    by: 'LOOK_UP_TTL = 60_000',
    noticed: gate,
  },
  {
    title: 'a tenant that the client names',
    file: 'src/lambda/pre-token-generation.ts',
    text: '[TENANT_CLAIM]: chosen.tenantId',
    by: '[TENANT_CLAIM]: wanted ?? chosen.tenantId',
    noticed: preToken,
  },
  {
    title: 'a field whose rule is not asked',
    file: 'src/engine/fields/guarded.ts',
    text: '(rules && !mayRead(rules, context.scope.caller, parent))',
    by: '(rules && false)',
    noticed: preToken,
  },
  {
    title: 'an authorizer that allows everything',
    file: 'src/lambda/authorizer-handler.ts',
    text: 'Effect: effect',
    by: "Effect: effect && 'Allow'",
    noticed: ['test/server/authorizer.test.ts', ''],
  },
  {
    title: 'errors that are not masked',
    file: 'src/server/create-server.ts',
    text: 'formatError: apiError,',
    by: '',
    noticed: errors,
  },
  {
    title: 'an internal error that is not logged',
    file: 'src/server/plugins/access-log.ts',
    text: 'errors.filter(isInternal)',
    by: 'errors.filter(() => false)',
    noticed: errors,
  },
  {
    title: 'a document of any size',
    file: 'src/server/create-server.ts',
    text: 'maxRecursiveSelections: LIMITS.selections,',
    by: '',
    noticed: documents,
  },
  {
    title: 'a log with the operation in it',
    file: 'src/server/plugins/access-log.ts',
    text: 'operationName: operationName ?? undefined,',
    by: 'operationName: operationName ?? undefined, source: operation?.loc?.source.body,',
    noticed: ['test/server/log.test.ts', ''],
  },
  {
    title: 'a scope that may only read, and writes',
    file: 'src/tenant/scope.ts',
    text: 'if (readOnly !== null) throw',
    by: "if (readOnly === '') throw",
    noticed: ['test/platform/read-only.test.ts', 'suspended with the mode READ_ONLY'],
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
    file: 'src/store/tenant-sends.ts',
    text: 'const known = clients.get(tenant);',
    by: 'const [known] = clients.values();',
    noticed: ['test/local/tenant-credentials.test.ts', 'of the tenant of the scope'],
  },
  {
    title: 'a policy on the tables of single tenants that does not end where their names begin',
    file: 'src/local/iam/open-iam.ts',
    text: "'${SILO_TABLES}': `${arnPrefix}${tables.siloPrefix}`,",
    by: "'${SILO_TABLES}': `${arnPrefix}*`,",
    noticed: ['test/local/iam-silo.test.ts', 'is not reached by'],
  },
  {
    title: 'a key whose secret is not compared',
    file: 'src/tenant/verify-key.ts',
    text: '!isSecret(secret, ',
    by: '!isSecret && (',
    noticed: ['test/platform/api-keys.test.ts', 'wrong secret'],
  },
  {
    title: 'a right that is given without being held',
    file: 'src/platform/roles/held.ts',
    text: 'if (!own.has(right) && !own.has(whole)) return whole;',
    by: '',
    noticed: ['test/platform/roles.test.ts', ''],
  },
  {
    title: 'a tenant whose last owner left',
    file: 'src/platform/members/set-membership.ts',
    text: 'if (owners < 1 && ownerOf(before) > 0)',
    by: 'if (owners < -9)',
    noticed: ['test/platform/members.test.ts', 'exactly one goes'],
  },
  {
    title: 'a bound of a key that is not asked',
    file: 'src/tenant/rights.ts',
    text: 'return atMost === null || covers(atMost, type, operation);',
    by: 'return atMost === null || covers !== null;',
    noticed: ['test/platform/api-key-scopes.test.ts', ''],
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
