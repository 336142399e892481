import { execFile } from 'node:child_process';

import { UsageError } from '../app/index.ts';

/** A refusal of AWS, in a sentence for people. */
export class AwsRefusal extends UsageError {
  override readonly name = 'AwsRefusal';
  /** AWS's name of the error, such as `AccessDenied`; empty if it has none. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a command says if the environment has no credentials of AWS. */
export const NO_CREDENTIALS =
  'There are no AWS credentials: sign in with "aws sso login", or set AWS_PROFILE or AWS_ACCESS_KEY_ID.';
const EXPIRED = 'The AWS session has expired: sign in with "aws sso login", or renew the credentials.';
const NO_CLI =
  'The AWS CLI is not installed: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html.';

/** The words by which the SDK and the CLI report the same three causes. */
const CAUSES: readonly (readonly [pattern: RegExp, sentence: (message: string) => string])[] = [
  [/ExpiredToken|TokenRefreshRequired|session.*(has )?expired|Error loading SSO Token/i, () => EXPIRED],
  [/CredentialsProviderError|Unable to locate credentials|MissingAuthenticationToken/i, () => NO_CREDENTIALS],
  [
    /AccessDenied|UnauthorizedOperation|not authorized to perform/i,
    (said) => `AWS does not allow it: ${said}`,
  ],
];

/** Returns the refusal that an error of the SDK, or the words of the CLI, mean. */
function awsRefusal(code: string, message: string): AwsRefusal {
  const found = CAUSES.find(([pattern]) => pattern.test(code) || pattern.test(message));
  return new AwsRefusal(code, found ? found[1](message) : message || `AWS refused it (${code}).`);
}

/** Awaits calls of AWS. @throws {AwsRefusal} in place of a client's error */
export async function refusing<Answer>(calls: Promise<Answer>): Promise<Answer> {
  try {
    return await calls;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { name, message } = error as Error;
    throw awsRefusal(name, message);
  }
}

/**
 * Runs the AWS CLI in a region. Returns its answer; empty if it prints none.
 * @throws {AwsRefusal} if AWS refuses it, or if the CLI is not installed
 */
export async function askAws(region: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const all = [...args, '--region', region, '--output', 'json'];
  return new Promise((resolve, reject) => {
    execFile('aws', all, { encoding: 'utf8', maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
      if (!error) resolve(stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>));
      else if (error.code === 'ENOENT') reject(new AwsRefusal('ENOENT', NO_CLI));
      else reject(refusalIn(stderr));
    });
  });
}

/** Reads `An error occurred (Code) when calling the X operation: Sentence`, or any other words of the CLI. */
function refusalIn(stderr: string): AwsRefusal {
  const text = stderr.trim();
  const [, code = '', message = text] =
    /An error occurred \((\w+)\) when calling the \w+ operation[^:]*: ([^]*)/.exec(text) ?? [];
  return awsRefusal(code, message.trim());
}
