/** A mistake that a sentence explains. The command prints it without a stack and exits with 1. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
