import { Refusal, type FieldProblem } from '../../tenant/index.ts';
import type { Field, FileField, Json, ModelType, Validation } from '../../model/index.ts';
import type { Row } from '../../store/port/index.ts';
import { matchesPattern } from './matches-pattern.ts';

/**
 * Checks `@validate` on every given value, and the number of files in a list. Reports all failures at once.
 * Null and absent values pass, as in Amplify. A null in a required field does not, because no query could return such a
 * row.
 * @throws {Refusal} VALIDATION_FAILED with an entry for each broken rule in `errorInfo.fields`
 */
export function validate(type: ModelType, values: Row): void {
  const problems = Object.values(type.fields).flatMap((field) => {
    const value = values[field.name];
    return value === null && field.type.required ? [removed(type, field)] : check(type, field, value ?? null);
  });
  problems.push(...type.files.flatMap((field) => checkFiles(type, field, values[field.field] ?? null)));
  const [first] = problems;
  if (first) {
    throw new Refusal('VALIDATION_FAILED', problems.map((problem) => problem.message).join(' '), {
      fields: problems,
    });
  }
}

function removed(type: ModelType, field: Field): FieldProblem {
  const message = `Field ${field.name} of type ${type.name} is required and must not be null`;
  return { path: ['input', field.name], rule: 'required', message };
}

/** Returns what is wrong with the ids of a list of files. A row holds a file once. */
function checkFiles(type: ModelType, { field, maxFiles }: FileField, value: Json): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  const problem = (rule: string, must: string): FieldProblem[] => [
    { path: ['input', field], rule, message: `Field ${field} of type ${type.name} ${must}` },
  ];
  if (value.length > maxFiles) return problem('maxFiles', `must have at most ${maxFiles} files`);
  const isTwice = new Set(value).size < value.length;
  return isTwice ? problem('uniqueFiles', 'must name each file once') : [];
}

function check(type: ModelType, field: Field, value: Json): FieldProblem[] {
  if (value === null) return [];
  return field.validations
    .filter((validation) => !holds(validation, value))
    .map((validation) => ({
      path: ['input', field.name],
      rule: validation.type,
      message: validation.message ?? `Field ${field.name} of type ${type.name} ${demand(validation)}`,
    }));
}

/** Returns whether a value meets a `@validate`, which is only on numbers and strings. */
function holds({ type, value: bound }: Validation, value: Json): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (type) {
    case 'gt':
      return Number(value) > Number(bound);
    case 'lt':
      return Number(value) < Number(bound);
    case 'gte':
      return Number(value) >= Number(bound);
    case 'lte':
      return Number(value) <= Number(bound);
    case 'minLength':
      return text.length >= Number(bound);
    case 'maxLength':
      return text.length <= Number(bound);
    case 'startsWith':
      return text.startsWith(bound);
    case 'endsWith':
      return text.endsWith(bound);
    case 'matches':
      return matchesPattern(bound, text);
    default:
      return type satisfies never;
  }
}

function demand({ type, value }: Validation): string {
  switch (type) {
    case 'gt':
      return `must be greater than ${value}`;
    case 'lt':
      return `must be less than ${value}`;
    case 'gte':
      return `must be greater than or equal to ${value}`;
    case 'lte':
      return `must be less than or equal to ${value}`;
    case 'minLength':
      return `must have a minimum length of ${value}`;
    case 'maxLength':
      return `must have a maximum length of ${value}`;
    case 'startsWith':
      return `must start with "${value}"`;
    case 'endsWith':
      return `must end with "${value}"`;
    case 'matches':
      return `must match the pattern ${value}`;
    default:
      return type satisfies never;
  }
}
