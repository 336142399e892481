import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import tseslint from 'typescript-eslint';

/** The line of rooms: a room imports only rooms before it, through their index.ts. */
const line = [
  'tenant',
  'model',
  'store',
  'engine',
  'platform',
  'app',
  'migrate',
  'server',
  'lambda',
  'local',
  'cli',
];
const root = dirname(fileURLToPath(import.meta.url));

const sdk = '@aws-sdk/(.*dynamodb.*|client-s3|client-sts)';
/** A data directory has a door of its own, so that commands need not load the whole laptop. */
const inside = (rooms) =>
  `^(\\.\\./)+(src/)?(${rooms.join('|')})/(?!((data-directory/)?index\\.ts|generated/[a-z]+\\.(ts|json))$)`;
const anyFileOf = (rooms) => `^(\\.\\./)+(src/)?(${rooms.join('|')})/`;

const brands = {
  selector: 'TSAsExpression TSTypeReference Identifier[name=/^(TenantId|Scope|Caller)$/]',
  message: 'Only tenant/ makes a TenantId, a Caller or a Scope: a cast would let anyone choose a tenant.',
};
/** The rooms that may open a scope for a job. */
const jobRooms = ['tenant', 'lambda', 'migrate', 'local', 'cli'];
/** The files that may open one without a record; each says why. */
const unrecordedJobs = ['src/local/apply-seed.ts', 'src/cli/commands/audit-verify.ts'];
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

const law = line.map((room, place) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
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
                  regex: anyFileOf(['resolvers']),
                  message: 'Only lambda/, local/ and cli/ wire the resolvers in.',
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
          ...(room === 'store'
            ? []
            : [{ regex: sdk, message: 'Only store/ talks to DynamoDB, S3 and STS.' }]),
        ],
      },
    ],
    'no-restricted-syntax': [
      'error',
      defaultExport,
      ...(room === 'tenant' ? [] : [brands, unrecordedJob]),
      ...(jobRooms.includes(room) ? [] : [jobScopeElsewhere]),
    ],
  },
}));

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
  '(tenant|model|store|platform)/index\\.ts$',
  'server/metrics\\.ts$',
  'lambda/(function-names|gateway-[a-z]+)\\.ts$',
  'local-cloud/iam/index\\.ts$',
  'local/generated/roles\\.json$',
].join('|');
/** Without its packages its types are not known: those who only start the laptop need not install them. */
const infraIsInstalled = existsSync(join(root, 'infra/node_modules'));

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
    files: ['src/resolvers/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: anyFileOf(line), message: 'Resolvers import types only.', allowTypeImports: true },
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
                'infra/ reads tenant, model, store and platform by their index.ts, and what the log counts. Only bin/own-app.ts reads the app.',
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
              regex: '/store/(index|dynamo)\\.ts$',
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
    files: ['web/**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
