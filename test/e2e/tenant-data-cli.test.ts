import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ask } from './ask.ts';
import { programOf, run, type Outcome, type RunOptions } from './run.ts';
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

  describe('backup verify', () => {
    /** Returns the ids of all tenants that the operators see. */
    const ids = async (): Promise<readonly string[]> => {
      const { stdout } = await tenant(['list', '--json']);
      return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    };
    const scratchOf = (stderr: string): string =>
      /The scratch tenant is (\S+)\. If this command is killed, remove it with: npm run tenant -- abandon \1$/m.exec(
        stderr,
      )?.[1] ?? '';

    test('proves an archive by a scratch tenant, which it removes', async () => {
      const before = await ids();
      const { code, stdout, stderr } = await tenant(['backup', 'verify', archive, '--json']);
      expect([code, stderr]).toEqual([0, expect.stringContaining('upload: 1\n')]);
      const report = JSON.parse(stdout) as { sections: { name: string; equal: boolean }[] };
      expect(report).toMatchObject({
        ...{ tenant: 'acme', restores: true, roles: true, settings: true, overrides: true },
        ...{ members: { archived: 4, restorable: 4 }, rowsLeftOut: 0, sameSchema: true },
      });
      expect(report.sections.length).toBeGreaterThan(3);
      expect(report.sections.map(({ equal }) => equal)).not.toContain(false);
      expect(scratchOf(stderr)).toMatch(/^scratch-copy-of-acme-/);
      expect(await ids()).toEqual(before);
    });

    test('proves an export where it is, by TENANT/JOB', async () => {
      const { stdout: jobs } = await tenant(['jobs', 'acme', '--json']);
      const [{ id = '' } = {}] = JSON.parse(jobs) as { id?: string }[];
      const { code, stdout } = await tenant(['backup', 'verify', `acme/${id}`]);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^SECTION +ARCHIVE +COPY +HASH +RESULT\nrows\/\w+ +(\d+) +\1 +[0-9a-f]{16} +equal\n/,
      );
      expect(stdout).toMatch(/^result +the archive restores whole$/m);
    });

    test('prints what differs, and ends with the exit code 1', async () => {
      const files = readFileSync(archive, 'utf8').trimEnd().split('\n');
      const changed = files.map((line) => {
        const { name, base64 } = JSON.parse(line) as { name: string; base64: string };
        if (name !== 'manifest.json') return line;
        const manifest = JSON.parse(Buffer.from(base64, 'base64').toString()) as { tenant: object };
        const tenant = { ...manifest.tenant, settings: { allowImpersonation: true, lost: 1 } };
        const text = JSON.stringify({ ...manifest, tenant });
        return JSON.stringify({ name, base64: Buffer.from(text).toString('base64') });
      });
      writeFileSync(join(folder, 'changed'), changed.join('\n'));
      const { code, stdout } = await tenant(['backup', 'verify', join(folder, 'changed')]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^settings +differs$/m);
      expect(stdout).toMatch(/^result +the copy differs from the archive$/m);
      expect(stdout).toMatch(/^members +0 of 4 can be restored$/m);
    });

    test('has the scratch tenant removed when Ctrl-C stops it', async () => {
      const before = await ids();
      const program = programOf('src/cli/commands/tenant.ts');
      const args = [...program, 'backup', 'verify', archive, '--data', server.data];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      const ended = once(child, 'exit');
      let said = '';
      for await (const chunk of child.stderr) {
        said += String(chunk);
        if (scratchOf(said) !== '' && !child.killed) child.kill('SIGINT');
      }
      expect(await ended).toEqual([130, null]);
      const id = scratchOf(said);
      expect(said).toContain(`Stopped: the server removes the scratch tenant ${id}.`);
      // Waits for the end of the removal, if it has not ended yet.
      await tenant(['abandon', id]);
      expect(await ids()).toEqual(before);
    });

    test('ends with the exit code 1 and removes the scratch tenant when the archive cannot be imported', async () => {
      const before = await ids();
      const files = readFileSync(archive, 'utf8').trimEnd().split('\n');
      const damaged = files.filter((line) => !line.includes('"rows/Project/1.ndjson.gz","base64"'));
      expect(damaged.length).toBe(files.length - 1);
      writeFileSync(join(folder, 'damaged'), damaged.join('\n'));
      const { code, stdout, stderr } = await tenant(['backup', 'verify', join(folder, 'damaged')]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('The archive lacks the file "rows/Project/1.ndjson.gz".');
      expect(scratchOf(stderr)).not.toBe('');
      expect(await ids()).toEqual(before);
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
