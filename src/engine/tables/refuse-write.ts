import { isRefusal, Refusal, type FieldProblem } from '../../tenant/index.ts';
import { keyFields, type ModelType } from '../../model/index.ts';
import { matches, WriteFailed, type Row } from '../../store/port/index.ts';

import { withShownOwners } from '../auth/owner.ts';
import type { Demand } from './permit.ts';

/**
 * Turns a failed write into the refusal for the client.
 * If a rule is about rows, a missing row gets the refusal of a forbidden one, as in Amplify, so that no caller learns
 * which ids exist.
 */
export function refuseWrite(
  type: ModelType,
  key: Row,
  demands: readonly Demand[],
): (error: unknown) => never {
  return (error) => {
    throw error instanceof WriteFailed ? refusalFor(error, type, key, demands) : ofInput(error);
  };
}

/** Returns a refusal of the store with the path of each field in the mutation's input. Returns other errors unchanged. */
export function ofInput(error: unknown): unknown {
  if (!isRefusal(error) || error.code !== 'VALIDATION_FAILED') return error;
  const info = error.extensions['errorInfo'] as { readonly fields?: readonly FieldProblem[] } | null;
  if (!info?.fields) return error;
  const fields = info.fields.map((field) => ({ ...field, path: ['input', ...field.path] }));
  return new Refusal('VALIDATION_FAILED', error.message, { fields });
}

function refusalFor(failed: WriteFailed, type: ModelType, key: Row, demands: readonly Demand[]): Refusal {
  const { reason, row } = failed;
  switch (reason) {
    case 'exists':
      return new Refusal('ALREADY_EXISTS', `The ${type.name} with ${describeKey(type, key)} exists already.`);
    case 'missing': {
      const hidden = demands.find((demand) => demand.about === 'rule');
      return (
        hidden?.refusal() ??
        new Refusal('NOT_FOUND', `There is no ${type.name} with ${describeKey(type, key)}.`)
      );
    }
    case 'condition': {
      const broken = row && demands.find((demand) => !matches(demand.filter, row, type.fields));
      if (broken) return broken.refusal(row);
      return new Refusal(
        'CONDITION_FAILED',
        `The condition does not hold for the ${type.name} with ${describeKey(type, key)}.`,
      );
    }
    case 'taken':
      return new Refusal('NOT_UNIQUE', `Another ${type.name} has the same ${named(failed.fields)}.`, {
        fields: failed.fields.map((field) => ({
          path: ['input', field],
          rule: 'unique',
          message: `Another ${type.name} has the same ${named(failed.fields)}.`,
        })),
      });
    case 'dangling':
      return new Refusal(
        'DANGLING_REFERENCE',
        `The row that ${named(failed.fields)} refers to does not exist.`,
        {
          fields: failed.fields.map((field) => ({
            path: ['input', field],
            rule: 'reference',
            message: `The row that ${named(failed.fields)} refers to does not exist.`,
          })),
        },
      );
    case 'no-file': {
      const message = `The file of ${named(failed.fields)} does not exist.`;
      return new Refusal('DANGLING_REFERENCE', message, {
        fields: failed.fields.map((field) => ({ path: ['input', field], rule: 'file', message })),
      });
    }
    case 'outdated':
      return new Refusal(
        'CONFLICT',
        `Others delete the ${type.name} with ${describeKey(type, key)} too, or refer to it: send the request again.`,
      );
    default:
      return reason satisfies never;
  }
}

function named(fields: readonly string[]): string {
  return fields.map((field) => `"${field}"`).join(' and ');
}

function describeKey(type: ModelType, key: Row): string {
  const shown = withShownOwners(type, key);
  return keyFields(type.key)
    .map((field) => `${field} ${JSON.stringify(shown[field] ?? null)}`)
    .join(', ');
}
