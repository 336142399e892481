import { UsageError } from '../../app/index.ts';

/** A command line that does not fit the command. The exit code is 2, and the command's usage is printed. */
export class WrongUsage extends UsageError {
  override readonly name = 'WrongUsage';
  /** The help below the sentence. */
  readonly usage: string;

  constructor(message: string, usage: string) {
    super(message);
    this.usage = usage;
  }
}
