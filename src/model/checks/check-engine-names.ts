import { isModel } from '../draft.ts';
import { keyFields } from '../key-fields.ts';
import type { SchemaDraft } from '../schema-draft.ts';

/** The parts of a filter that join conditions. */
const JOINING = ['and', 'or', 'not'];
/** The arguments of every list, next to those of its key. */
const ARGUMENTS = ['filter', 'limit', 'nextToken', 'sortDirection'];
/** What the store of a resolver has next to its tables, and what JavaScript asks every object for. */
const STORE = ['trusted', 'transact', 'next', 'then'];

/** Reports names that the generated API or the store of a resolver has in the same place. */
export function checkEngineNames({ types, report }: SchemaDraft): void {
  for (const type of [...types.values()].filter(isModel)) {
    const refuse = (name: string, what: string): void => {
      const node = type.fields.get(name)?.node ?? type.node;
      report('reserved-name', `${type.name}.${name} has the name of ${what}.`, {
        at: node?.name,
        hint: `Rename it, for instance to "${name}Value".`,
      });
    };
    for (const name of JOINING) if (type.fields.has(name)) refuse(name, 'a part of every filter');
    const keys = new Set([type.model.key, ...type.model.indexes].flatMap(keyFields));
    for (const name of ARGUMENTS)
      if (keys.has(name)) refuse(name, 'an argument of every list, and is in a key');
    if (STORE.includes(type.name)) {
      report('reserved-name', `The type "${type.name}" has the name of a part of the store of resolvers.`, {
        at: type.node?.name,
        hint: 'Rename it.',
      });
    }
  }
}
