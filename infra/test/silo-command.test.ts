import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { ACCOUNT, openAccountRig, type AccountRig, type Outcome } from './account-rig.ts';

/** An AWS CLI of an account with the stage "prod". WORLD holds its stacks, tables and tenants as JSON. */
const CLI = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const file = join(__dirname, 'calls');
const args = process.argv.slice(2);
const call = args.slice(0, 2).join(' ');
const option = (name) => args[args.indexOf('--' + name) + 1];
const { stacks, tables, tenants } = JSON.parse(process.env.WORLD);
const calls = readFileSync(file, 'utf8');
const refuse = (code) => { process.stderr.write('An error occurred (' + code + ') when calling the X operation: no'); process.exit(254); };
const answer = (value) => process.stdout.write(JSON.stringify(value));
const found = (all, name) => (Object.hasOwn(all, name) ? all[name] : undefined);
const Outputs = ['ControlTable', 'ChangesArn'].map((OutputKey) => ({ OutputKey, OutputValue: 'control' }));
const stackOf = ([StackName, StackStatus]) => ({ StackName, StackStatus, Outputs });
if (/delete-stack|delete-table|termination| wait/.test(args.join(' '))) appendFileSync(file, args.join(' ') + '\\n');
if (args[0] === '--version') answer('aws-cli');
else if (call === 'cloudformation describe-stacks') {
  if (!args.includes('--stack-name')) answer({ Stacks: Object.entries(stacks).map(stackOf) });
  else if (!found(stacks, option('stack-name'))) refuse('ValidationError');
  else answer({ Stacks: [stackOf([option('stack-name'), stacks[option('stack-name')]])] });
} else if (call === 'dynamodb list-tables') answer({ TableNames: Object.keys(tables) });
else if (call === 'dynamodb describe-table') {
  const table = found(tables, option('table-name'));
  if (!table) refuse('ResourceNotFoundException');
  const [items, DeletionProtectionEnabled] = table;
  answer({ Table: { TableStatus: 'ACTIVE', ItemCount: items, TableSizeBytes: items * 100, DeletionProtectionEnabled } });
} else if (call === 'dynamodb scan') answer({ Count: Math.min(1, tables[option('table-name')][0]) });
else if (call === 'dynamodb get-item') {
  const { pk, sk } = JSON.parse(option('key'));
  const tenant = sk.S === 'META' && found(tenants, pk.S.slice('TENANT#'.length));
  answer(tenant ? { Item: { status: { S: tenant[0] }, isolation: { S: tenant[1] } } } : {});
} else if (call === 'cloudformation wait' && process.env.DELETE_FAILS) process.exit(255);
else if (/delete-stack|delete-table|termination| wait/.test(args.join(' '))) answer({});
else process.exit(1);
`;

interface World {
  readonly stacks: Readonly<Record<string, string>>;
  /** Items, and whether the table is protected, by its name. */
  readonly tables: Readonly<Record<string, readonly [items: number, isProtected: boolean]>>;
  readonly tenants: Readonly<Record<string, readonly [status: string, isolation: string]>>;
}

const SILO = 'tenantql-prod-silo-acme';
const STAGE = { 'tenantql-prod': 'UPDATE_COMPLETE' };
const base: World = { stacks: STAGE, tables: {}, tenants: { acme: ['ACTIVE', 'POOL'] } };

let rig: AccountRig;
beforeEach(async () => {
  rig = await openAccountRig(CLI);
});
afterEach(() => rig.close());

const silo = (world: Partial<World>, verb: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  rig.command(
    { WORLD: JSON.stringify({ ...base, ...world }), ...env },
    'silo',
    verb,
    ...['--stage', 'prod'],
    ...(verb === 'list' ? [] : ['--tenant', 'acme', '--yes']),
  );

it('create makes the stack of the silo alone, protects it, and names the command that moves the tenant', async () => {
  const { code, stdout, stderr } = await silo({}, 'create');
  expect([code, stderr]).toEqual([0, '']);
  expect(rig.calls()).toEqual([
    'npx tsx bin/synth.ts prod --silo acme --first',
    `npx cdk deploy ${SILO}`,
    'npx tsx bin/synth.ts prod --silo acme',
    `npx cdk deploy ${SILO}`,
  ]);
  expect(stdout).toBe(
    [
      `${SILO} in account ${ACCOUNT}, eu-central-1, as arn:aws:iam::${ACCOUNT}:user/ada`,
      'Step 1 of 2: make the table.',
      'Step 2 of 2: protect the table and its stack from deletion.',
      'Deployed. Move the tenant into it with: npm run tenant -- move acme --to silo\n',
    ].join('\n'),
  );
});

it('create repeats a first attempt that failed, and updates a stack that exists', async () => {
  const again = await silo({ stacks: { ...STAGE, [SILO]: 'ROLLBACK_COMPLETE' } }, 'create');
  expect(again.code).toBe(0);
  expect(rig.calls().slice(0, 2)).toEqual([
    `cloudformation update-termination-protection --stack-name ${SILO} --no-enable-termination-protection`,
    'npx tsx bin/synth.ts prod --silo acme --first',
  ]);
  const before = rig.calls().length;
  const update = await silo(
    {
      stacks: { ...STAGE, [SILO]: 'CREATE_COMPLETE' },
      tables: { [SILO]: [5, true] },
      tenants: { acme: ['ACTIVE', 'SILO'] },
    },
    'create',
  );
  expect(update.stdout).toContain('Deployed. The rows of "acme" are in it.\n');
  expect(rig.calls().slice(before)).toEqual([
    'npx tsx bin/synth.ts prod --silo acme',
    `npx cdk deploy ${SILO}`,
  ]);
});

it.each<[string, string, Partial<World>, string]>([
  [
    'create',
    'without its stage',
    { stacks: {} },
    `There is no stage "prod" in account ${ACCOUNT}, eu-central-1: npm run deploy -- --stage prod makes it.`,
  ],
  [
    'create',
    'for a tenant that the stage does not have',
    { tenants: {} },
    'The stage "prod" has no tenant "acme": npm run tenant -- list shows them.',
  ],
  [
    'create',
    'while CloudFormation changes the stack',
    { stacks: { ...STAGE, [SILO]: 'CREATE_IN_PROGRESS' } },
    `CloudFormation is changing "${SILO}" (CREATE_IN_PROGRESS): wait until it has ended, and try again.`,
  ],
  [
    'create',
    'over a table that was kept',
    { tables: { [SILO]: [0, true] } },
    `The table "${SILO}" exists, but its stack does not: npm run silo -- remove --stage prod --tenant acme deletes it, if it is empty.`,
  ],
  ['remove', 'a silo that is not there', {}, 'The stage "prod" has no silo of "acme".'],
  [
    'remove',
    'a silo that its tenant uses',
    { tables: { [SILO]: [0, false] }, tenants: { acme: ['SUSPENDED', 'SILO'] } },
    'The record of "acme" says SILO: move its rows first with npm run tenant -- move acme --to pool',
  ],
  [
    'remove',
    'a silo whose tenant is moving',
    { tables: { [SILO]: [0, false] }, tenants: { acme: ['MOVING', 'POOL'] } },
    'The rows of "acme" are moving: wait until npm run tenant -- jobs acme says DONE.',
  ],
  [
    'remove',
    'a table with items',
    { tables: { [SILO]: [3, false] } },
    `The table "${SILO}" has items: wait until the job of the move is DONE, or see "Delete a table" in docs/platform/isolation.md.`,
  ],
  [
    'remove',
    'a table that is protected',
    { tables: { [SILO]: [0, true] } },
    `The table "${SILO}" is protected from deletion. To end that: aws dynamodb update-table --table-name ${SILO} --no-deletion-protection-enabled --region eu-central-1`,
  ],
])('%s refuses with a sentence, and changes nothing: %s', async (verb, _what, world, sentence) => {
  const { code, stderr } = await silo(world, verb);
  expect([code, stderr]).toEqual([1, `${sentence}\n`]);
  expect(rig.calls()).toEqual([]);
});

it('remove deletes the stack, and then the table that the stage keeps', async () => {
  const world = {
    stacks: { ...STAGE, [SILO]: 'UPDATE_COMPLETE' },
    tables: { [SILO]: [0, false] as const },
    tenants: { acme: ['DELETED', 'SILO'] as const },
  };
  const failed = await silo(world, 'remove', { DELETE_FAILS: '1' });
  expect([failed.code, failed.stderr]).toEqual([
    1,
    `CloudFormation did not delete the stack "${SILO}": its events say why. Then try again.\n`,
  ]);
  const before = rig.calls().length;
  const { code, stderr } = await silo(world, 'remove');
  expect([code, stderr]).toEqual([0, '']);
  expect(rig.calls().slice(before)).toEqual([
    `cloudformation update-termination-protection --stack-name ${SILO} --no-enable-termination-protection`,
    `cloudformation delete-stack --stack-name ${SILO}`,
    `cloudformation wait stack-delete-complete --stack-name ${SILO}`,
    `dynamodb delete-table --table-name ${SILO}`,
  ]);
});

it('list shows stacks, tables and what the records of the tenants say, as docs/platform/isolation.md shows it', async () => {
  const { code, stdout } = await silo(
    {
      stacks: { ...STAGE, [SILO]: 'UPDATE_COMPLETE', 'tenantql-prod2-silo-x': 'UPDATE_COMPLETE' },
      tables: { control: [9, true], [SILO]: [482, true], 'tenantql-prod-silo-globex': [0, true] },
      tenants: { acme: ['ACTIVE', 'SILO'], globex: ['ACTIVE', 'POOL'] },
    },
    'list',
  );
  expect(code).toBe(0);
  const page = readFileSync(join(__dirname, '../../docs/platform/isolation.md'), 'utf8');
  expect(stdout).toBe(/^```\n(TENANT +STACK[^]*?)```$/m.exec(page)?.[1]);
  const none = await silo({}, 'list');
  expect(none.stdout).toBe('The stage "prod" has no silos.\n');
});

it('destroy refuses a stage with silos, before it empties a bucket', async () => {
  const stacks = {
    'tenantql-trial-silo-acme': 'CREATE_COMPLETE',
    'tenantql-trial-silo-globex': 'CREATE_FAILED',
  };
  const WORLD = JSON.stringify({ ...base, stacks: { ...STAGE, ...stacks } });
  const { code, stderr } = await rig.command({ WORLD }, 'destroy', '--stage', 'trial', '--yes');
  expect([code, stderr]).toEqual([
    1,
    'Stage "trial" has silos: remove those of acme, globex first with npm run silo -- remove.\n',
  ]);
  expect(rig.calls()).toEqual([]);
});

it('the command says how to use it, that an id is none, and that the AWS CLI is missing', async () => {
  const use = await rig.command({}, 'silo', 'create', '--stage', 'prod');
  expect(use.stderr).toContain('Use: npm run silo -- create --stage NAME --tenant ID [--yes]\n');
  const none = await rig.command({}, 'silo', 'create', '--stage', 'prod', '--tenant', '*');
  expect(none.stderr).toBe('"*" is no id of a tenant: write e.g. "acme", as its record has it.\n');
  const { stderr } = await silo({}, 'list', {
    PATH: ['/nowhere', join(process.execPath, '..')].join(delimiter),
  });
  expect(stderr).toBe(
    'The AWS CLI is not installed: with it, this command looks at stacks, tables and tenants.\n',
  );
});
