import { GraphQLError, type ValidationRule } from 'graphql';

/**
 * Refuses variables whose name every JavaScript object has. When such a variable is absent, graphql-js takes the
 * inherited function for its value.
 */
export const variableNames: ValidationRule = (context) => ({
  VariableDefinition({ variable }) {
    const name = variable.name.value;
    if (!(name in Object.prototype)) return;
    const message = `The variable "$${name}" has a name that every JavaScript object has: rename it, for instance to "$${name}Value".`;
    context.reportError(new GraphQLError(message, { nodes: variable }));
  },
});
