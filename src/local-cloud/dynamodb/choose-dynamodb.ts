import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

/** The command of an emulator. */
export interface EmulatorCommand {
  readonly program: string;
  /** Returns the arguments for a loopback port. `dbPath: null` keeps the tables in memory. */
  readonly argumentsFor: (port: number, dbPath: string | null) => readonly string[];
  readonly readyWithinMs: number;
}

/** The DynamoDB of this computer: a running one, or an emulator to start. */
export type DynamoDbChoice =
  | { readonly is: 'endpoint'; readonly endpoint: string }
  | { readonly is: 'emulator'; readonly command: EmulatorCommand };

/** The facts that the choice depends on. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns the folder of an installed package, or null if it is not installed. */
  readonly packageFolder: (name: string) => string | null;
  readonly fileExists: (path: string) => boolean;
}

/** The Java program in the folder of DynamoDB Local. */
const JAR = 'DynamoDBLocal.jar';

export function thisMachine(env: Machine['env']): Machine {
  const { resolve } = createRequire(__filename);
  return {
    platform: process.platform,
    arch: process.arch,
    env,
    packageFolder: (name) => {
      try {
        return dirname(resolve(`${name}/package.json`));
      } catch {
        return null;
      }
    },
    fileExists: existsSync,
  };
}

/**
 * Chooses the endpoint in `DYNAMODB_ENDPOINT`, else the emulator package of the platform, else DynamoDB Local in the
 * folder `DYNAMODB_LOCAL`, which needs Java.
 * @throws {Error} with the commands that start a DynamoDB on this platform, if there is none of these
 */
export function chooseDynamoDb(machine: Machine): DynamoDbChoice {
  const { platform, arch, env, packageFolder, fileExists } = machine;
  const endpoint = env['DYNAMODB_ENDPOINT'];
  if (endpoint) return { is: 'endpoint', endpoint };
  const folder = packageFolder(`@dynoxide/${platform}-${arch}`);
  const program = folder && join(folder, platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  if (program && fileExists(program)) return { is: 'emulator', command: dynoxide(program) };
  const local = env['DYNAMODB_LOCAL'];
  if (!local) throw new Error(wayOut(platform, arch));
  const jar = join(local, JAR);
  if (!fileExists(jar))
    throw new Error(`DYNAMODB_LOCAL is "${local}", but there is no ${JAR} in this folder.`);
  const java = javaOf(machine);
  if (java === null)
    throw new Error(`DYNAMODB_LOCAL is "${local}", but there is no Java on the PATH to run ${JAR}.`);
  return { is: 'emulator', command: dynamoDbLocal(java, local) };
}

function dynoxide(program: string): EmulatorCommand {
  return {
    program,
    argumentsFor: (port, dbPath) => [
      ...['--port', String(port)],
      ...(dbPath === null ? [] : ['--db-path', dbPath]),
    ],
    readyWithinMs: 15_000,
  };
}

/**
 * Returns the command of DynamoDB Local. Without `-sharedDb`, each access key would have tables of its own.
 */
function dynamoDbLocal(java: string, folder: string): EmulatorCommand {
  return {
    program: java,
    argumentsFor: (port, dbPath) => [
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      ...['-jar', join(folder, JAR), '-port', String(port), '-sharedDb'],
      ...(dbPath === null ? ['-inMemory'] : ['-dbPath', dirname(dbPath)]),
    ],
    readyWithinMs: 60_000,
  };
}

function javaOf({ platform, env, fileExists }: Machine): string | null {
  const name = platform === 'win32' ? 'java.exe' : 'java';
  // Windows uses either spelling.
  const path = env['PATH'] ?? env['Path'] ?? '';
  const places = path.split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => basename(place) !== place && fileExists(place)) ?? null;
}

function wayOut(platform: string, arch: string): string {
  const endpoint = 'http://localhost:8000';
  const set =
    platform === 'win32' ? `$env:DYNAMODB_ENDPOINT = "${endpoint}"` : `export DYNAMODB_ENDPOINT=${endpoint}`;
  return [
    `There is no DynamoDB emulator for this machine: the package "@dynoxide/${platform}-${arch}" is not installed.`,
    'Start DynamoDB Local in another terminal, with Docker:',
    '',
    `  docker run --rm -p 8000:8000 amazon/dynamodb-local -jar ${JAR} -sharedDb -inMemory`,
    '',
    'or with Java, in the folder of DynamoDB Local:',
    '',
    `  java -jar ${JAR} -sharedDb -inMemory`,
    '',
    `Then name its address${platform === 'win32' ? ', in PowerShell' : ''}, and run the command again:`,
    '',
    `  ${set}`,
  ].join('\n');
}
