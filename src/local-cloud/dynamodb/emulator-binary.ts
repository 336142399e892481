import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Finds the DynamoDB emulator among the optional packages, one for each platform.
 * Throws a sentence with the way out when none is installed.
 */
export function emulatorBinary(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@dynoxide/${platform}-${arch}`;
  try {
    const manifest = createRequire(__filename).resolve(`${name}/package.json`);
    return join(dirname(manifest), platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new Error(
      `The DynamoDB emulator "${name}" is not installed for this machine: set DYNAMODB_ENDPOINT to a running ` +
        'DynamoDB Local, or run "npx dynoxide" and set DYNAMODB_ENDPOINT to its address.',
    );
  }
}
