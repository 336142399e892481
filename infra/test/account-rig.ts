import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

const INFRA = join(__dirname, '..');
export const ACCOUNT = '111122223333';

/** A program `npx` or `npm` that only records how it is called. */
const RECORDER = (program: string): string => `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
appendFileSync(join(__dirname, 'calls'), ['${program}', ...args].join(' ') + '\\n');
process.exit(args[0] === process.env.FAILS ? 1 : 0);
`;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user of an account, whose programs `aws`, `npx` and `npm` are replaced. They record calls in the file `calls`. */
export interface AccountRig {
  readonly folder: string;
  /** Runs a command of infra/bin. */
  readonly command: (env: NodeJS.ProcessEnv, name: string, ...args: string[]) => Promise<Outcome>;
  /** Returns what the commands called, without the options of the CDK that are always the same. */
  readonly calls: () => string[];
  readonly close: () => Promise<unknown>;
}

/** Opens an account. `cli` is the program `aws`. */
export async function openAccountRig(cli: string): Promise<AccountRig> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  for (const [program, source] of Object.entries({ aws: cli, npx: RECORDER('npx'), npm: RECORDER('npm') })) {
    writeFileSync(join(folder, program), source);
    chmodSync(join(folder, program), 0o755);
  }
  writeFileSync(join(folder, 'calls'), '');
  const images = join(folder, 'images');
  mkdirSync(join(images, 'node_modules/@img/sharp-linux-arm64'), { recursive: true });
  cpSync(join(INFRA, '../node_modules/sharp/package.json'), join(images, 'node_modules/sharp/package.json'));
  const sts = createServer((_request, response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        `<Arn>arn:aws:iam::${ACCOUNT}:user/ada</Arn><UserId>ada</UserId><Account>${ACCOUNT}</Account>` +
        `</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  });
  await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
  return {
    folder,
    async command(env, name, ...args) {
      const child = spawn(process.execPath, ['--import', 'tsx', join(INFRA, `bin/${name}.ts`), ...args], {
        cwd: join(INFRA, '..'),
        env: {
          PATH: [folder, process.env['PATH']].join(delimiter),
          AWS_REGION: 'eu-central-1',
          AWS_ACCESS_KEY_ID: 'a',
          AWS_SECRET_ACCESS_KEY: 'b',
          TENANTQL_IMAGES: images,
          AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
          ...env,
        },
      });
      const code = new Promise<number | null>((resolve) => child.once('close', resolve));
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { code: await code, stdout, stderr };
    },
    calls: () =>
      readFileSync(join(folder, 'calls'), 'utf8')
        .split('\n')
        .filter((call) => call !== '')
        .map((call) => call.replace(/ --app .*| --region .*/, '')),
    close: () => {
      rmSync(folder, { recursive: true });
      return new Promise((resolve) => sts.close(resolve));
    },
  };
}
