import { lookUp } from '../look-up.ts';
import type { Field, Model, ModelType, Rule, TypeRef } from '../model.ts';
import type { Problem } from '../problem.ts';
import { baseName } from '../type-ref.ts';
import { warning } from './warning.ts';

/** Words in the names of fields whose values are not for every member. Two words must be next to each other. */
const sensitive = new Set([
  ...['password', 'passwd', 'passphrase', 'passcode', 'secret', 'token', 'credential', 'otp', 'cvv'],
  ...['ssn', 'salary', 'iban', 'passport', 'diagnosis'],
  ...['api key', 'private key', 'access key', 'social security', 'tax id', 'credit card', 'card number'],
]);

/** Types of values that only say something about a secret: whether it exists, or since when. */
const harmless = ['Boolean', 'AWSDate', 'AWSTime', 'AWSDateTime', 'AWSTimestamp'];

/**
 * Finds fields that look like secrets but have no rule of their own, also in types inside the row.
 * A type that only owners read already hides all of its fields from others.
 */
export function findOpenSecrets(type: ModelType, model: Model): readonly Problem[] {
  const reading = type.rules.filter(
    ({ operations }) => operations.includes('get') || operations.includes('list'),
  );
  if (reading.every(isOfOwners)) return [];
  return secretsOf(type, model, new Set()).map((path) =>
    warning(
      'open-secret',
      `${path} looks like a secret, but every caller who reads a ${type.name} reads it too.`,
      'Give the field an @auth of its own, such as @auth(rules: [{ allow: groups, groups: ["Admin"] }]).',
    ),
  );
}

type Holder = Pick<ModelType, 'name'> & {
  readonly fields: Readonly<
    Record<string, Pick<Field, 'name' | 'type' | 'rules'> & Partial<Pick<Field, 'kind'>>>
  >;
};

function secretsOf(holder: Holder, model: Model, seen: Set<string>): readonly string[] {
  seen.add(holder.name);
  return Object.values(holder.fields).flatMap((field) => {
    if (field.rules) return [];
    const isFile = field.kind?.is === 'file';
    const inner = isFile ? undefined : lookUp(model.objects, baseName(field.type));
    if (inner && !seen.has(inner.name)) return secretsOf(inner, model, seen);
    const isValue = isFile || isPlain(field.type, model);
    return isValue && looksSensitive(field.name) ? [`${holder.name}.${field.name}`] : [];
  });
}

function isPlain(type: TypeRef, { objects, models }: Model): boolean {
  const name = baseName(type);
  return !harmless.includes(name) && !lookUp(objects, name) && !lookUp(models, name);
}

function looksSensitive(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_]+/);
  // A number of tokens, or a hint at a password, is no secret.
  if (['count', 'limit', 'length', 'policy', 'hint'].includes(words.at(-1) ?? '')) return false;
  const singular = words.map((word) => (sensitive.has(word) ? word : word.replace(/s$/, '')));
  return singular.some(
    (word, place) => sensitive.has(word) || sensitive.has(`${word} ${singular[place + 1] ?? ''}`),
  );
}

function isOfOwners(rule: Rule): boolean {
  return rule.allow === 'owner' || (rule.allow === 'all' && rule.rules.some(isOfOwners));
}
