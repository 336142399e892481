import { join } from 'node:path';

import { chooseDynamoDb, type Machine } from '../../src/local-cloud/dynamodb/choose-dynamodb.ts';

/** A machine where only the given packages are installed and only the given files exist. */
const machine = (given: Partial<Machine> & { packages?: string[]; files?: string[] } = {}): Machine => {
  const { packages = [], files = [], ...others } = given;
  return {
    platform: 'linux',
    arch: 'x64',
    env: {},
    packageFolder: (name) => (packages.includes(name) ? join('modules', name) : null),
    fileExists: (path) => files.includes(path),
    ...others,
  };
};

const started = (given: Machine, dbPath: string | null) => {
  const choice = chooseDynamoDb(given);
  if (choice.is === 'endpoint') throw new Error('It would start nothing.');
  return [choice.command.program, ...choice.command.argumentsFor(8123, dbPath)];
};

const jar = join('dynamo', 'DynamoDBLocal.jar');
const java = join('programs', 'java');

describe('the DynamoDB of a machine', () => {
  it.each([
    ['linux', 'x64', 'dynoxide'],
    ['linux', 'arm64', 'dynoxide'],
    ['darwin', 'x64', 'dynoxide'],
    ['darwin', 'arm64', 'dynoxide'],
    ['win32', 'x64', 'dynoxide.exe'],
  ])('is the package of %s-%s, whose program is %s', (platform, arch, program) => {
    const name = `@dynoxide/${platform}-${arch}`;
    const file = join('modules', name, program);
    const given = machine({ platform, arch, packages: [name], files: [file] });
    expect(started(given, null)).toEqual([file, '--port', '8123']);
    expect(started(given, 'data.db')).toEqual([file, '--port', '8123', '--db-path', 'data.db']);
  });

  it('is the endpoint in DYNAMODB_ENDPOINT, even if a package is installed', () => {
    const name = '@dynoxide/linux-x64';
    const env = { DYNAMODB_ENDPOINT: 'http://localhost:8000' };
    const given = machine({ packages: [name], files: [join('modules', name, 'dynoxide')], env });
    expect(chooseDynamoDb(given)).toEqual({ is: 'endpoint', endpoint: 'http://localhost:8000' });
  });

  it('is DynamoDB Local in the folder DYNAMODB_LOCAL when no package is installed', () => {
    const env = { DYNAMODB_LOCAL: 'dynamo', PATH: 'programs' };
    const given = machine({ env, files: [jar, java] });
    const words = [java, `-Djava.library.path=${join('dynamo', 'DynamoDBLocal_lib')}`, '-jar', jar];
    expect(started(given, null)).toEqual([...words, '-port', '8123', '-sharedDb', '-inMemory']);
    expect(started(given, join('data', 'tables.db'))).toEqual([
      ...words,
      ...['-port', '8123', '-sharedDb', '-dbPath', 'data'],
    ]);
  });

  it('runs DynamoDB Local by java.exe, and by the Path of Windows', () => {
    const exe = join('programs', 'java.exe');
    const env = { DYNAMODB_LOCAL: 'dynamo', Path: 'programs' };
    expect(started(machine({ platform: 'win32', env, files: [jar, exe] }), null)[0]).toBe(exe);
  });

  it.each([
    ['the folder', [], 'but there is no DynamoDBLocal.jar in this folder.'],
    ['Java', [jar], 'but there is no Java on the PATH to run DynamoDBLocal.jar.'],
  ])('is none when DYNAMODB_LOCAL is set but %s is missing', (_what, files, words) => {
    const given = machine({ files, env: { DYNAMODB_LOCAL: 'dynamo', PATH: 'programs' } });
    expect(() => chooseDynamoDb(given)).toThrow(`DYNAMODB_LOCAL is "dynamo", ${words}`);
  });
});

describe('a machine without any DynamoDB', () => {
  const message = (platform: string, arch: string): string => {
    try {
      chooseDynamoDb(machine({ platform, arch }));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('gets the commands for a POSIX shell', () => {
    expect(message('darwin', 'arm64')).toBe(`\
There is no DynamoDB emulator for this machine: the package "@dynoxide/darwin-arm64" is not installed.
Start DynamoDB Local in another terminal, with Docker:

  docker run --rm -p 8000:8000 amazon/dynamodb-local -jar DynamoDBLocal.jar -sharedDb -inMemory

or with Java, in the folder of DynamoDB Local:

  java -jar DynamoDBLocal.jar -sharedDb -inMemory

Then name its address, and run the command again:

  export DYNAMODB_ENDPOINT=http://localhost:8000`);
  });

  it('gets the commands for PowerShell on Windows', () => {
    expect(message('win32', 'arm64')).toContain('"@dynoxide/win32-arm64"');
    expect(message('win32', 'arm64')).toContain(`\
Then name its address, in PowerShell, and run the command again:

  $env:DYNAMODB_ENDPOINT = "http://localhost:8000"`);
  });
});
