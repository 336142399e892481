import type { AwsScalar, AwsScalarName, Comparison } from './aws-scalar.ts';
import { refused } from './refused.ts';

interface TextRule {
  readonly name: AwsScalarName;
  readonly description: string;
  /** Completes the sentence "Expected …". */
  readonly expected: string;
  /** In UTF-16 code units. Longer texts are refused unread, so that no rule meets a hostile length. */
  readonly maxLength: number;
  readonly accepts: (text: string) => boolean;
  readonly comparison?: Comparison;
  readonly toOutput?: (value: unknown) => unknown;
}

/**
 * Returns a scalar whose values are strings.
 * It refuses a lone surrogate: that has no UTF-8 form, so the stored text would differ from the accepted one.
 */
export function textScalar(rule: TextRule): AwsScalar {
  const { comparison, toOutput } = rule;
  return {
    name: rule.name,
    description: rule.description,
    parse(value) {
      if (typeof value !== 'string') throw refused(rule.name, value, `a string: ${rule.expected}`);
      if (value.length > rule.maxLength) {
        throw refused(rule.name, value, `at most ${rule.maxLength} characters, not ${value.length}`);
      }
      if (!value.isWellFormed())
        throw refused(rule.name, value, 'well-formed Unicode without lone surrogates');
      if (!rule.accepts(value)) throw refused(rule.name, value, rule.expected);
      return value;
    },
    ...(toOutput && { toOutput }),
    ...(comparison && {
      comparison: {
        ...comparison,
        formOf: (text) => (text.length > rule.maxLength ? text : comparison.formOf(text)),
      },
    }),
  };
}
