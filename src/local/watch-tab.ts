import type { Model, ModelType } from '../model/index.ts';

import type { Seed } from '../app/index.ts';
import type { WebConfig } from '../../web/config.ts';
import { isPlain, shownFields } from './shown-fields.ts';

type Tabs = NonNullable<WebConfig['tabs']>;

/** A row of the seed, and a text of it that a user may change. */
interface Changeable {
  readonly type: ModelType;
  readonly field: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/**
 * Returns a tab with a subscription, and a mutation that changes a row of the first user's tenant. The change is visible in each
 * window that runs the subscription. Returns none if no such type has subscriptions.
 * @param types in order of preference
 */
export function watchTab(model: Model, types: readonly ModelType[], { users, rows }: Seed): Tabs {
  const [tenant] = users.flatMap(({ memberships }) => memberships);
  const changeable = types.flatMap((type) =>
    changeableOf(model, type, rows[tenant?.tenant ?? '']?.[type.name]?.[0] ?? null),
  );
  const [chosen] = changeable;
  if (!chosen) return [];
  const { type } = chosen;
  const lines = shownFields(model, type).map((line) => `    ${line}`);
  const query = [
    `subscription Watch${type.name} {`,
    `  ${type.subscriptions.update[0] ?? ''} {`,
    ...lines,
    '  }',
    '}',
    '',
    `mutation Change${type.name} {`,
    `  ${type.operations.update ?? ''}(input: ${inputOf(chosen)}) {`,
    ...lines,
    '  }',
    '}',
    '',
  ];
  return [{ name: 'open a second window: run one of these in each', query: query.join('\n') }];
}

function changeableOf(
  model: Model,
  type: ModelType,
  row: Readonly<Record<string, unknown>> | null,
): readonly Changeable[] {
  const { key, subscriptions, operations, references } = type;
  if (!row || subscriptions.update.length === 0 || operations.update === null) return [];
  const keys = [key.hash, ...key.sort, ...references.flatMap(({ fields }) => fields)];
  const field = Object.values(type.fields).find(
    (one) =>
      one.declared &&
      isPlain(model, one) &&
      'name' in one.type &&
      one.type.name === 'String' &&
      !keys.includes(one.name) &&
      typeof row[one.name] === 'string',
  );
  return field ? [{ type, field: field.name, row }] : [];
}

/** Returns the input that names a row and changes its text. */
function inputOf({ type: { key }, field, row }: Changeable): string {
  const values = { ...row, [field]: `${String(row[field])}!` };
  const names = [key.hash, ...key.sort, field];
  return `{ ${names.map((name) => `${name}: ${JSON.stringify(values[name])}`).join(', ')} }`;
}
