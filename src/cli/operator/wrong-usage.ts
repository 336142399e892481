import { UsageError } from '../../app/index.ts';

/** A command line that says something else than the command takes: exit code 2, and the command's usage. */
export class WrongUsage extends UsageError {
  override readonly name = 'WrongUsage';
  /** The help that stands below the sentence. */
  readonly usage: string;

  constructor(message: string, usage: string) {
    super(message);
    this.usage = usage;
  }
}
