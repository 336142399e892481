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
   * Checks a value that comes in (variable, literal, `@default`) or goes out, then after `toOutput`.
   * @returns the value itself, unchanged: a string remains the same string, a number the same number
   * @throws {TypeError} whose message quotes the value, shortened to 80 characters, and says what is expected
   */
  parse(value: unknown): string | number;
  /** Returns the value that `parse` takes for one that a resolver returned. Absent if such values need no conversion. */
  toOutput?(value: unknown): unknown;
  /** Absent if values are equal only as the same text or number. */
  readonly comparison?: Comparison;
}

/** How a scalar whose values have several spellings is compared. */
export interface Comparison {
  /**
   * Returns the form of a text in which equal values are the same text and the order of texts is that of the values.
   * Returns a text that is no value of the scalar unchanged, such as the first part of one.
   */
  formOf(text: string): string;
  /** True if a part of a value is compared in its form too: by `contains`, and by `beginsWith` in a filter. */
  readonly parts: boolean;
}
