import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * What CloudWatch answers to the AWS CLI, by operation. A text is a refusal in the CLI's words. Of several answers each
 * call takes the next, and the last one stays.
 */
export type Answers = Readonly<Record<string, readonly (object | string)[]>>;

/** A program `aws` in place of the AWS CLI: it answers in the shapes of CloudWatch, and calls no one. */
export interface AwsStandIn {
  /** The variable PATH of a command that shall find it first. */
  readonly path: string;
  /** The arguments of each call so far. */
  calls(): readonly (readonly string[])[];
}

const PROGRAM = `#!${process.execPath}
const { appendFileSync, readFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
const file = join(__dirname, 'calls');
const before = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\\n').map((line) => JSON.parse(line)) : [];
appendFileSync(file, JSON.stringify(args) + '\\n');
const answers = JSON.parse(readFileSync(join(__dirname, 'answers.json'), 'utf8'))[args[1]] ?? ['Unknown operation.'];
const answer = answers[Math.min(answers.length - 1, before.filter((call) => call[1] === args[1]).length)];
if (typeof answer === 'string') {
  process.stderr.write('\\n' + answer + '\\n');
  process.exit(254);
}
process.stdout.write(JSON.stringify(answer));
`;

/** Puts a stand-in of the AWS CLI into a new folder. */
export function installAws(folder: string, answers: Answers): AwsStandIn {
  mkdirSync(folder);
  writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
  writeFileSync(join(folder, 'aws'), PROGRAM);
  chmodSync(join(folder, 'aws'), 0o755);
  const file = join(folder, 'calls');
  return {
    path: [folder, process.env['PATH']].join(delimiter),
    calls: () =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as string[])
        : [],
  };
}
