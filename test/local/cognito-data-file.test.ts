import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { openCognito } from '../../src/local-cloud/cognito/index.ts';
import { ada, clientId, signInByPassword, startCognito, userPoolId } from './cognito-server.ts';

let folder: string;
let dataFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cognito-'));
  dataFile = join(folder, 'new', 'cognito.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('the pool keeps users, keys and refresh tokens across a restart', async () => {
  const before = await startCognito({ dataFile });
  const tokens = await signInByPassword(before);
  await before.sdk.updateUserAttributes({
    AccessToken: tokens.AccessToken,
    UserAttributes: [{ Name: 'nickname', Value: 'Countess' }],
  });
  await before.close();

  const after = await startCognito({ dataFile });
  try {
    expect(after.cognito.jwks()).toEqual(before.cognito.jwks());
    expect(after.cognito.user('ada')).toEqual(before.cognito.user('ada'));
    expect(after.cognito.user('ada')?.attributes['nickname']).toBe('Countess');
    await after.sdk.getUser({ AccessToken: tokens.AccessToken });
    await after.sdk.getTokensFromRefreshToken({ ClientId: clientId, RefreshToken: tokens.RefreshToken });
    await signInByPassword(after);
  } finally {
    await after.close();
  }
});

it('the data file contains neither passwords nor tokens, and only its owner can read it', async () => {
  const server = await startCognito({ dataFile });
  const { AccessToken, RefreshToken } = await signInByPassword(server);
  await server.close();
  const text = await readFile(dataFile, 'utf8');
  for (const secret of [ada.password, AccessToken, RefreshToken]) expect(text).not.toContain(secret);
  expect((await stat(dataFile)).mode & 0o077).toBe(0);
});

it('the pool creates a separate key for each data file', async () => {
  const options = { region: 'eu-west-1', userPoolId, clientId };
  const one = await openCognito({ ...options, dataFile });
  const other = await openCognito({ ...options, dataFile: join(folder, 'other.json') });
  expect(one.jwks()).not.toEqual(other.jwks());
});

it('the data file is replaced as a whole on a change and is not rewritten otherwise', async () => {
  const server = await startCognito({ dataFile });
  const { ino } = await stat(dataFile);
  await server.cognito.putUser(ada);
  expect((await stat(dataFile)).ino).toBe(ino);
  await server.sdk.listUsers({ UserPoolId: userPoolId });
  expect((await stat(dataFile)).ino).toBe(ino);
  await server.cognito.putUser({ ...ada, groups: ['staff'] });
  expect((await stat(dataFile)).ino).not.toBe(ino);
  expect(await readdir(dirname(dataFile))).toEqual(['cognito.json']);
  await server.close();
});

it('the pool rejects a data file that it cannot read or that belongs to another pool', async () => {
  const options = { dataFile: join(folder, 'bad.json'), region: 'eu-west-1', userPoolId, clientId };
  for (const text of ['', '{"version":1', 'null', '{"version":2}']) {
    await writeFile(options.dataFile, text);
    await expect(openCognito(options)).rejects.toThrow('move it away');
    expect(await readFile(options.dataFile, 'utf8')).toBe(text);
  }
  await openCognito({ ...options, dataFile });
  await expect(openCognito({ ...options, dataFile, userPoolId: 'eu-west-1_Other' })).rejects.toThrow(
    'belongs to user pool "eu-west-1_Local1"',
  );
});

it('the pool loses no acknowledged user when the process is killed', async () => {
  const writer = join(__dirname, 'cognito-writer.ts');
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, dataFile, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === 20 + round * 7) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const cognito = await openCognito({ dataFile, region: 'eu-west-1', userPoolId, clientId });
    expect(acknowledged.filter((username) => !cognito.user(username))).toEqual([]);
  }
});
