import type { FieldDraft, TypeDraft } from '../draft.ts';
import { isModel } from '../draft.ts';
import { lookUp } from '../look-up.ts';
import type { TypeRef } from '../model.ts';
import type { SchemaDraft } from '../schema-draft.ts';
import { didYouMean } from '../suggest.ts';
import { baseName, isList, printTypeRef } from '../type-ref.ts';

/** A mutation that a subscription can name, and what it answers. */
interface Mutation {
  readonly type: TypeRef;
  /** The field of the schema; null if it is generated. */
  readonly declared: FieldDraft | null;
}

/**
 * Reports fields of Subscription that no event can reach: without `@aws_subscribe`, of mutations that do not exist or that
 * answer another type, or with arguments that the answer does not have.
 * @param platform the names of the files of the platform, whose mutations have no subscriptions
 */
export function checkSubscriptions(schema: SchemaDraft, platform: ReadonlySet<string>): void {
  const root = schema.types.get('Subscription');
  if (!root) return;
  const mutations = mutationsOf(schema);
  for (const field of root.fields.values()) {
    const subject = `Subscription.${field.name}`;
    const refuse = (why: string, hint: string): void => {
      schema.report('invalid-subscription', `${subject} ${why}.`, { at: field.node, hint });
    };
    if (!field.mutations?.length) {
      // Amplify accepts such a field, which no event reaches.
      schema.report('unsupported-subscription', `${subject} names no mutation.`, {
        at: field.node,
        hint: 'Write @aws_subscribe(mutations: ["…"]) with the mutations that it reports.',
      });
    }
    for (const name of field.mutations ?? []) {
      const mutation = mutations.get(name);
      if (!mutation)
        refuse(
          `names the mutation "${name}", which does not exist`,
          didYouMean(name, mutations.keys()) ??
            'Name a generated mutation, or declare it on "type Mutation".',
        );
      else if (platform.has(mutation.declared?.node?.loc?.source.name ?? ''))
        refuse(`names "${name}", a mutation of the platform`, 'Name a mutation of your own schema.');
      else if (!hasSameType(field.type, mutation.type))
        refuse(
          `is ${printTypeRef(field.type)}, but "${name}" answers ${printTypeRef(mutation.type)}`,
          `Declare it as "${field.name}: ${printTypeRef({ ...mutation.type, required: false })}".`,
        );
    }
    for (const argument of Object.keys(field.arguments)) {
      const reason = whyNoArgument(argument, field, schema);
      if (reason !== null) refuse(reason.why, reason.hint);
    }
  }
}

/** Returns every mutation of a single row or of the schema, by name. */
function mutationsOf({ types }: SchemaDraft): ReadonlyMap<string, Mutation> {
  const generated = [...types.values()]
    .filter(isModel)
    .flatMap(({ name, model: { operations } }) =>
      [operations.create, operations.update, operations.delete].flatMap((mutation) =>
        mutation === null ? [] : [[mutation, { type: { name, required: false }, declared: null }] as const],
      ),
    );
  const declared = [...(types.get('Mutation')?.fields.values() ?? [])].map(
    (field) => [field.name, { type: field.type, declared: field }] as const,
  );
  return new Map<string, Mutation>([...generated, ...declared]);
}

/** Returns whether two types differ in `!` only. A subscription may be null where its mutation is not. */
function hasSameType(one: TypeRef, other: TypeRef): boolean {
  if ('list' in one && 'list' in other) return hasSameType(one.list, other.list);
  return isList(one) === isList(other) && baseName(one) === baseName(other);
}

/** Returns why an argument compares nothing: the answer is no object, or has no such field with a value of its own. */
function whyNoArgument(
  argument: string,
  { name, type, arguments: taken }: FieldDraft,
  schema: SchemaDraft,
): { readonly why: string; readonly hint: string } | null {
  const answer = isList(type) ? undefined : schema.types.get(baseName(type));
  const hint = `Name it like a field of ${baseName(type)}, whose value it is compared with, or remove it.`;
  if (!answer) return { why: `has the argument "${argument}", but its answer has no fields`, hint };
  const field = answer.fields.get(argument);
  if (!field || !isCompared(field, answer, schema))
    return {
      why: `has the argument "${argument}", which is no field of ${answer.name} with a value`,
      hint: didYouMean(argument, answer.fields.keys()) ?? hint,
    };
  const wanted = lookUp(taken, argument)?.type;
  if (!wanted || hasSameType(wanted, field.type) || areTexts(wanted, field.type)) return null;
  return {
    why: `compares "${argument}", which is ${printTypeRef(wanted)}, with ${answer.name}.${argument}, which is ${printTypeRef(field.type)}`,
    hint: `Declare "${name}(${argument}: ${printTypeRef({ ...field.type, required: false })})".`,
  };
}

function isCompared(field: FieldDraft, { model }: TypeDraft, { types }: SchemaDraft): boolean {
  const isValue = !types.has(baseName(field.type)) && Object.keys(field.arguments).length === 0;
  return isValue && (!model || field.kind.is === 'stored' || field.kind.is === 'implicit');
}

/** Returns whether both types are plain text: an ID may be compared with a String. */
function areTexts(one: TypeRef, other: TypeRef): boolean {
  const isText = (type: TypeRef): boolean => !isList(type) && ['ID', 'String'].includes(baseName(type));
  return isText(one) && isText(other);
}
