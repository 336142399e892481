export type AwsScalarName =
  | 'AWSDate'
  | 'AWSTime'
  | 'AWSDateTime'
  | 'AWSTimestamp'
  | 'AWSEmail'
  | 'AWSJSON'
  | 'AWSURL'
  | 'AWSPhone'
  | 'AWSIPAddress';

/** A scalar that AppSync declares in addition to GraphQL's own five. */
export interface AwsScalar {
  readonly name: AwsScalarName;
  /** One or two sentences, shown in introspection. */
  readonly description: string;
  /**
   * Checks a value that comes in (variable, literal, `@default`) or goes out.
   * @returns the value itself, unchanged: a string remains the same string, a number the same number
   * @throws {TypeError} whose message quotes the value, shortened to 80 characters, and says what is expected
   */
  parse(value: unknown): string | number;
}
