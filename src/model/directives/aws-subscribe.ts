import type { Directive } from '../directive.ts';

/** Names the mutations that a field of Subscription reports. */
export const aws_subscribe: Directive<{ readonly mutations: readonly string[] }> = {
  sdl: `
"""
Answers what these mutations answer, whenever one of them succeeds. Each argument of the field is one of the answer's
fields: a client gets only the answers in which that field has the value it sent.
"""
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION`,

  read: (values) => ({ mutations: values.texts('mutations') ?? [] }),

  onField: ({ mutations }, { schema, subject, node, type, field }) => {
    if (type.name === 'Subscription') field.mutations = mutations;
    else
      schema.report('misplaced-directive', `${subject} is on a field of ${type.name}.`, {
        at: node,
        hint: 'Write it on a field of "type Subscription".',
      });
  },
};
