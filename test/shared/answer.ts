import type { Call } from '../../src/store/dynamo/driver/record.ts';

/** The answer to one operation. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ApiError[];
  readonly extensions: Readonly<Record<string, unknown>>;
  /** The DynamoDB calls of the operation. */
  readonly calls: readonly Call[];
}
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}
