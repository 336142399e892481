import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import tseslint from 'typescript-eslint';

/** The line of rooms: a room imports only rooms before it, through their index.ts. */
const line = [
  'tenant',
  'model',
  'outbound',
  'store',
  'executor',
  'engine',
  'platform',
  'app',
  'migrate',
  'server',
  'rest',
  'realtime',
  'webhooks',
  'changes',
  'lambda',
  'local',
  'cli',
];
/** The lines inside two rooms: a folder imports only folders before it. `.` is what lies in the room's own folder. */
const layers = {
  store: [
    'port',
    'aws',
    'dynamo/driver',
    'credentials',
    'dynamo/keys',
    'dynamo/tables',
    'dynamo/commands',
    'dynamo/counts',
    'dynamo/rows',
    'dynamo/audit',
    'dynamo/files',
    'dynamo/webhooks',
    'dynamo/control',
    'dynamo/changes',
    'dynamo/realtime',
    'dynamo/upkeep',
    'files',
    'queues',
    'sockets',
    'mail',
  ],
  platform: [
    'plans',
    'usage',
    '.',
    'generated',
    'audit',
    'events',
    'limits',
    'tenants',
    'roles',
    'mail',
    'api-keys',
    'invitations',
    'members',
    'files',
    'webhooks',
    'jobs',
    'work',
    'schedules',
    'operator',
  ],
};
/** What puts a room's layers together. */
const doors = ['index.ts', 'own-resolvers.ts', 'resolvers.ts'];
const root = dirname(fileURLToPath(import.meta.url));

const sdk = '@aws-sdk/(.*dynamodb.*|client-s3|client-sts)';
/** Two doors more: commands need not load the whole laptop for a data directory, and engine/ knows the port of store/ alone. */
const inside = (rooms) =>
  `^(\\.\\./)+(src/)?(${rooms.join('|')})/(?!((data-directory/|port/)?index\\.ts|generated/[a-z]+\\.(ts|json))$)`;
const anyFileOf = (rooms) => `^(\\.\\./)+(src/)?(${rooms.join('|')})/`;

const brands = {
  selector: 'TSAsExpression TSTypeReference Identifier[name=/^(TenantId|Scope|Caller)$/]',
  message: 'Only tenant/ makes a TenantId, a Caller or a Scope: a cast would let anyone choose a tenant.',
};
/** The rooms that may open a scope for a job. */
const jobRooms = ['tenant', 'lambda', 'migrate', 'local', 'cli'];
/** The files that may open one without a record; each says why. */
const unrecordedJobs = [
  'src/local/apply-seed.ts',
  'src/cli/commands/audit-verify.ts',
  'src/lambda/functions/subscription-scopes.ts',
];
const jobScopeElsewhere = {
  selector: 'ImportSpecifier[imported.name="jobScope"]',
  message: 'Only lambda/, migrate/, local/ and cli/ open the scope of a job.',
};
const unrecordedJob = {
  selector: ['Literal[raw="null"]', 'ArrowFunctionExpression[body.type="Identifier"][body.name="undefined"]']
    .map((nothing) => `CallExpression[callee.name="jobScope"] > ${nothing}`)
    .join(', '),
  message: 'Record the scope of a job. Only the files that eslint.config.mjs lists go without, and say why.',
};
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

/** What no file of a room imports. */
const patternsOf = (room, place) => [
  ...(place + 1 < line.length
    ? [
        {
          regex: anyFileOf(line.slice(place + 1)),
          message: `${room}/ may only import rooms to its left.`,
        },
      ]
    : []),
  ...(place > 0
    ? [{ regex: inside(line.slice(0, place)), message: 'Enter a room through its index.ts.' }]
    : []),
  ...(['lambda', 'local', 'cli'].includes(room)
    ? []
    : [
        {
          regex: anyFileOf(['resolvers', 'schedules']),
          message: 'Only lambda/, local/ and cli/ wire the resolvers and schedules in.',
        },
      ]),
  ...(['local', 'cli'].includes(room)
    ? [
        {
          regex: '^(\\.\\./)+local-cloud/[a-z0-9]+/(?!index\\.ts$)',
          message: 'Enter a stand-in through its index.ts.',
        },
      ]
    : [
        {
          regex: anyFileOf(['local-cloud']),
          message: 'Only local/ and cli/ know the stand-ins of AWS.',
        },
      ]),
  ...(room === 'store' ? [] : [{ regex: sdk, message: 'Only store/ talks to DynamoDB, S3 and STS.' }]),
  ...(room === 'engine'
    ? [{ regex: '/store/(?!port/index\\.ts$)', message: 'engine/ knows the port: any store may answer.' }]
    : []),
];
const rulesOf = (room, patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
  'no-restricted-syntax': [
    'error',
    defaultExport,
    ...(room === 'tenant' ? [] : [brands, unrecordedJob]),
    ...(jobRooms.includes(room) ? [] : [jobScopeElsewhere]),
  ],
});

const law = line.flatMap((room, place) => [
  { files: [`src/${room}/**/*.ts`], rules: rulesOf(room, patternsOf(room, place)) },
  ...(layers[room] ?? []).slice(0, -1).map((layer, at) => {
    const later = (layers[room] ?? []).slice(at + 1).filter((name) => name !== '.');
    const names = later.map((name) => name.replace('dynamo/', '(dynamo/)?')).join('|');
    const isBefore = layers[room].indexOf('.') > at;
    return {
      files: [`src/${room}/${layer === '.' ? '*.ts' : `${layer}/**/*.ts`}`],
      ignores: doors.map((door) => `src/${room}/${door}`),
      rules: rulesOf(room, [
        ...patternsOf(room, place),
        {
          regex: `^(\\.\\./|\\./)+(${names})/`,
          message: `${room}/${layer} may not import ${later.join(', ')}.`,
        },
        ...(isBefore
          ? [{ regex: '^\\.\\./[a-z-]+\\.ts$', message: `${layer} comes before ${room}/*.ts.` }]
          : []),
      ]),
    };
  }),
]);

/** The stand-ins of AWS could serve any project: they import nothing of ours. */
const standIns = {
  files: ['src/local-cloud/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: anyFileOf([...line, 'resolvers', 'generated']),
            message: 'A stand-in imports nothing of ours.',
          },
          { regex: sdk, message: 'Only store/ talks to DynamoDB, S3 and STS.' },
        ],
      },
    ],
    'no-restricted-syntax': ['error', defaultExport, brands],
  },
};

/** What infra/ reads of the system: its shapes, what it counts, and what it tells the laptop. */
const readByInfra = [
  '(tenant|model|store|engine|platform|changes)/index\\.ts$',
  'server/(log|log-request|metrics)\\.ts$',
  'lambda/(function-names|gateway-[a-z]+)\\.ts$',
  'local-cloud/(iam|logs)/index\\.ts$',
  'cli/(aws-cli|(operator|sign-in)/index)\\.ts$',
  'local/generated/roles\\.json$',
].join('|');
/** Without its packages its types are not known: those who only start the laptop need not install them. */
const infraIsInstalled = existsSync(join(root, 'infra/node_modules'));
/** The same holds for what the bench compares with. */
const rivalsAreInstalled = existsSync(join(root, 'bench/rivals/node_modules'));

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'web/dist',
      'coverage',
      '.tenantql',
      '**/generated',
      'test/second-app',
      '**/*.cjs',
      ...(rivalsAreInstalled ? [] : ['bench/rivals']),
      ...(infraIsInstalled ? ['infra/dist', 'infra/cdk.out'] : ['infra']),
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      'max-lines': ['error', 400],
      'no-restricted-syntax': ['error', defaultExport],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...law,
  { files: unrecordedJobs, rules: { 'no-restricted-syntax': ['error', defaultExport, brands] } },
  standIns,
  {
    files: ['src/resolvers/**/*.ts', 'src/schedules/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: anyFileOf(line),
              message: 'Resolvers and schedules import types only.',
              allowTypeImports: true,
            },
            {
              regex: sdk,
              message: 'Only store/ talks to DynamoDB, S3 and STS; a resolver uses its context.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', defaultExport, brands],
    },
  },
  {
    files: ['infra/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+src/(?!${readByInfra})`,
              message:
                'infra/ reads tenant, model, store, engine, platform and changes by their index.ts, what the log counts, and how commands reach AWS. Only bin/own-app.ts reads the app.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['infra/bin/own-app.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['codegen/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(\\.\\./)+src/(?!(model|engine|platform|app)/index\\.ts$|cli/run-command\\.ts$)',
              message: 'codegen/ reads model, engine, platform and app by their index.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(\\.\\./)+(src|infra|codegen|test|bench)/',
              message: 'web/ is a package of its own: it knows the system by HTTP alone.',
            },
          ],
        },
      ],
    },
  },
  {
    // Tests reach DynamoDB behind the wall of IAM, as the product does, but for what is done to the tables themselves.
    files: ['test/**/*.ts'],
    ignores: [
      'test/api.ts',
      'test/guarded-tables.ts',
      'test/local/iam-rig.ts',
      'test/store/faults.test.ts',
      'test/e2e/audit-verify.test.ts',
      'test/isolation/silo.test.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/(store/index|driver/dynamo)\\.ts$',
              importNames: ['dynamoSend'],
              message:
                'Take `sendOf` or `controlSend` of test/guarded-tables.ts; its `direct` goes past IAM.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['codegen.ts', 'web/**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
