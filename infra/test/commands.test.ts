import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { requireDestroyable } from '../bin/require-destroyable.ts';
import { stageOf } from '../lib/check-stage.ts';
import { fixtureApp } from './fixture-app.ts';

const INFRA = join(__dirname, '..');

/** Runs a command without AWS credentials and without a metadata service. */
function command(name: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    npm_config_update_notifier: 'false',
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  };
  return spawnSync('npx', ['tsx', join(INFRA, `bin/${name}.ts`), ...args], {
    cwd: INFRA,
    env,
    encoding: 'utf8',
  });
}

const NO_CREDENTIALS =
  'There are no AWS credentials: sign in with "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID.\n';

it.each([['deploy', '--stage', 'dev'], ['destroy', '--stage', 'dev'], ['doctor']])(
  '%s reports in one sentence that there are no credentials',
  (name, ...args) => {
    const { status, stderr } = command(name, ...args);
    expect(stderr).toBe(NO_CREDENTIALS);
    expect(status).toBe(1);
  },
);

it('doctor checks the machine even without credentials', () => {
  const { stdout } = command('doctor');
  expect(stdout).toContain(`ok       Node ${process.versions.node}.`);
  expect(stdout).toContain('The packages of infra are installed.');
});

it.each([
  [['deploy'], 'Use: npm run deploy -- --stage NAME [--yes] [--fix] [--smoke]\n'],
  [
    ['deploy', '--stage', 'Prod!'],
    '"Prod!" is no name of a stage: use at most 20 lower-case letters, digits and hyphens, and no "-silo".\n',
  ],
])('%j is rejected with a message', ([name = '', ...args], message) => {
  const { status, stderr } = command(name, ...args);
  expect(stderr).toBe(message);
  expect(status).toBe(1);
});

it('destroy rejects a stage that keeps its data', () => {
  expect(() => {
    requireDestroyable(stageOf('prod', fixtureApp));
  }).toThrow(
    'Stage "prod" keeps its data and is not destroyed by a command: docs/operate.md says how it ends.',
  );
});
