import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ask } from './ask.ts';
import { run, type Outcome, type RunOptions } from './run.ts';
import { signIn } from './sign-in.ts';
import { startServer, temporaryFolder, type TestServer } from './start-server.ts';

let server: TestServer;
let folder: string;
let archive: string;
beforeAll(async () => {
  server = await startServer();
  folder = temporaryFolder();
  archive = join(folder, 'acme.archive');
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tenant = (args: readonly string[], options?: RunOptions): Promise<Outcome> =>
  run('src/cli/commands/tenant.ts', [...args, '--data', server.data], options);

describe('npm run tenant', () => {
  test('export writes one file and prints its progress to standard error', async () => {
    const { code, stdout, stderr } = await tenant(['export', 'acme', '--out', archive]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tenant +acme\njob +\S+\nrows +\d+\nfile +\S+\nbytes +\d+\n$/);
    expect(stderr).toMatch(/^export of acme: (\d+) of \1\n(download: \d+ of \d+\n)+$/m);
    const names = readFileSync(archive, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toContain('manifest.json');
    expect(names).toContain('rows/Project/1.ndjson.gz');
    expect(readdirSync(folder)).toEqual(['acme.archive']);
  });

  test('import creates a new tenant from the file, with the same rows and members', async () => {
    const args = ['import', archive, '--name', 'Acme Two', '--with-members', '--json'];
    const { code, stdout, stderr } = await tenant(args);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^upload: 1\n/)]);
    const made = JSON.parse(stdout) as { tenant: { id: string } };
    expect(made).toMatchObject({
      tenant: { name: 'Acme Two', status: 'ACTIVE', seats: 4 },
      job: { status: 'DONE' },
      result: { members: 4, sameSchema: true },
    });
    const { stdout: token } = await run('src/cli/commands/token.ts', [
      ...['alice', '--tenant', made.tenant.id, '--data', server.data],
    ]);
    expect((await ask(server, token.trim(), '{ getProject(id: "acme-rocket") { name } }')).data).toEqual({
      getProject: { name: 'Rocket skates' },
    });
  });

  test('jobs lists the jobs of a tenant, and cancel-job refuses one that has ended', async () => {
    const { stdout } = await tenant(['jobs', 'acme']);
    expect(stdout).toMatch(/^ID +KIND +STATUS +CREATED\n\S+ +EXPORT +DONE +\S+\n$/);
    const [, job = ''] = /^(\S+) +EXPORT/m.exec(stdout) ?? [];
    const { code, stderr } = await tenant(['cancel-job', 'acme', job]);
    expect([code, stderr.trimEnd()]).toEqual([1, 'The job is DONE: nothing is left to cancel.']);
  });

  test('purge asks for confirmation and prints a certificate', async () => {
    await tenant(['offboard', 'globex', '--reason', 'left', '--yes']);
    const early = await tenant(['purge', 'globex', '--yes']);
    expect([early.code, early.stdout]).toEqual([1, '']);
    const unsure = await tenant(['purge', 'globex', '--now'], { input: 'yes\n' });
    expect([unsure.code, unsure.stderr]).toEqual([
      1,
      'All data of the tenant "globex" is deleted for good.\n' +
        'Type "globex" to go on: \nNot confirmed: nothing was done.\n',
    ]);
    const { code, stdout } = await tenant(['purge', 'globex', '--now', '--json'], {
      input: 'globex\n',
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      tenantId: 'globex',
      remaining: 0,
      deleted: { 'rows of Project': 1 },
    });
    await expect(signIn(server, 'carol', 'Carol-2026')).rejects.toThrow('Incorrect username or password.');
    expect((await tenant(['show', 'globex'])).stdout).toMatch(/^status +DELETED$/m);
  });

  test.each([
    ['a missing file', () => ['import', join(folder, 'none')], /^There is no file or folder for "/],
    [
      'a file that is not an archive',
      () => ['import', 'package.json'],
      /is no archive of a tenant: line 1 is not/,
    ],
    ['a folder', () => ['import', folder], /is a folder: name a file\.$/],
    [
      'an archive without its manifest',
      () => {
        const lines = readFileSync(archive, 'utf8').split('\n');
        writeFileSync(join(folder, 'cut'), lines.filter((line) => !line.includes('manifest')).join('\n'));
        return ['import', join(folder, 'cut')];
      },
      /There is no such archive, or it is not complete\.$/,
    ],
    ['an unknown tenant', () => ['export', 'nobody', '--out', join(folder, 'x')], /nobody/],
    ['a tenant that is not closed', () => ['purge', 'acme', '--now', '--yes'], /acme/],
  ])('%s gives an error message and the exit code 1', async (_case, args, sentence) => {
    const { code, stdout, stderr } = await tenant(args());
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
