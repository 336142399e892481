import type { FieldDraft, ModelTypeDraft } from './draft.ts';
import { flatRules } from './flat-rules.ts';
import { keyFields } from './key-fields.ts';
import type { OwnerField } from './model.ts';

/** The claims that mean the user, and how each is stored. Amplify's default is `sub::username`. */
const OF_THE_USER: Readonly<Record<string, OwnerField['form']>> = {
  sub: 'sub',
  username: 'username',
  'cognito:username': 'username',
  email: 'email',
  'custom:email': 'email',
};

/**
 * Returns how the owners of an `identityClaim` are stored. Returns null for another claim of the token, whose value a row
 * stores as it is.
 * @param identityClaim a claim, or several joined by `::`, of which the last is shown
 */
export function ownerFormOf(identityClaim: string): OwnerField['form'] | null {
  const claims = identityClaim.split('::');
  const forms = claims.flatMap((claim) => (Object.hasOwn(OF_THE_USER, claim) ? [OF_THE_USER[claim]] : []));
  return forms.at(-1) ?? (claims.length > 1 ? 'claims' : null);
}

/** Marks the fields that hold owners. Fields that a relation joins to one hold the same values. */
export function markOwners(types: readonly ModelTypeDraft[]): void {
  for (const { model, fields } of types) {
    const rules = [...model.rules, ...[...fields.values()].flatMap((field) => field.rules ?? [])];
    for (const rule of flatRules(rules)) {
      const field = rule.allow === 'owner' ? fields.get(rule.field) : undefined;
      const form = rule.allow === 'owner' ? ownerFormOf(rule.identityClaim) : null;
      if (field && form && (!field.owner || field.owner.form === 'claims')) field.owner = { form };
    }
  }
  const byName = new Map(types.map((type) => [type.name, type]));
  const pairs = types.flatMap((type) => joinedFields(type, byName));
  while (pairs.some(([one, other]) => link(one, other) || link(other, one)));
}

/** Returns each field of a foreign key with the key field that it names. */
function joinedFields(
  { model, fields }: ModelTypeDraft,
  types: ReadonlyMap<string, ModelTypeDraft>,
): readonly (readonly [FieldDraft, FieldDraft])[] {
  return model.references.flatMap(({ target: name, fields: own }) => {
    const target = types.get(name);
    const key = target ? keyFields(target.model.key) : [];
    return own.flatMap((field, place) => {
      const [from, to] = [fields.get(field), target?.fields.get(key[place] ?? '')];
      return from && to ? [[from, to] as const] : [];
    });
  });
}

/** Marks a field that is joined to an owner field. Returns whether it was unmarked. */
function link({ owner }: FieldDraft, other: FieldDraft): boolean {
  if (!owner || owner.form === 'sub' || owner.form === 'claims' || other.owner) return false;
  other.owner = { form: owner.form, linked: true };
  return true;
}
