import { lookUp } from '../look-up.ts';
import type { Field, Model, ModelType, ToOne } from '../model.ts';
import type { Problem } from '../problem.ts';
import { printTypeRef } from '../type-ref.ts';
import { warning } from './warning.ts';

/** A field that gives one row, with the key that it goes by. */
type One = Field & { readonly kind: ToOne };

/**
 * Finds a `@hasOne` and a `@belongsTo` between the same types that have a key each, as in Amplify. A row that sets one key
 * is not found by the other.
 */
export function findDoubleKeys(type: ModelType, model: Model): readonly Problem[] {
  return ones(type, 'hasOne').flatMap((field) => {
    const target = lookUp(model.models, field.kind.target);
    if (!target || field.kind.index !== null || hasList(type, target)) return [];
    const back = ones(target, 'belongsTo').find(({ kind }) => kind.target === type.name);
    if (!back) return [];
    const [here, there] = [field.kind.from, back.kind.from];
    const references = `references: ${JSON.stringify(there)}`;
    return [
      warning(
        'double-key',
        `${type.name}.${field.name} goes by ${here.join(', ')} of ${type.name}, and ${target.name}.${back.name} by ${there.join(', ')} of ${target.name}: a row with one key is not found by the other.`,
        `For one key write ${line(field, references)}, and in ${target.name}: ${keyLines(target, there)}, ${line(back, references)}.`,
      ),
    ];
  });
}

function ones({ fields }: ModelType, directive: ToOne['directive']): readonly One[] {
  return Object.values(fields).filter(
    (field): field is One => field.kind.is === 'toOne' && field.kind.directive === directive,
  );
}

/** Returns whether the type lists the target too. Then a `@belongsTo` answers the list. */
function hasList({ fields }: ModelType, target: ModelType): boolean {
  return Object.values(fields).some(({ kind }) => kind.is === 'toMany' && kind.target === target.name);
}

function line({ name, type, kind }: One, args: string): string {
  return `${name}: ${printTypeRef(type)} @${kind.directive}(${args})`;
}

function keyLines({ fields }: ModelType, names: readonly string[]): string {
  return names.map((name) => `${name}: ${printTypeRef(lookUp(fields, name)?.type ?? ID)}`).join(', ');
}

const ID = { name: 'ID', required: false };
