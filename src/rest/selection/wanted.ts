import { badParameter } from '../rest-error.ts';

/** The members of an object that a client wants. */
export interface Wanted {
  /** Whether it wants all members that an object has by default. */
  readonly isDefault: boolean;
  /** Members by name, in addition to the default. */
  readonly members: ReadonlyMap<string, Wanted>;
  /** The parameter that names it first. Absent if none does. */
  readonly parameter?: WantedBy;
}

type WantedBy = 'fields' | 'expand';

/** What a client wants that names no field. */
export const DEFAULT: Wanted = { isDefault: true, members: new Map() };

/** What a client wants that wants no member. */
export const NOTHING: Wanted = { isDefault: false, members: new Map() };

/** Maximum number of names in `fields` or `expand`. A document has at most 2000 tokens. */
const MOST = 500;

/**
 * Reads the parameters `fields` and `expand`. Each is a list of names with commas between them, and a name may lead into a
 * relation: `comments.author`.
 * @throws {RestError} INVALID_ARGUMENTS
 */
export function readWanted({
  fields,
  expand,
}: {
  readonly fields: string | undefined;
  readonly expand: string | undefined;
}): Wanted {
  if (fields === undefined && expand === undefined) return DEFAULT;
  const root = new Node(fields === undefined);
  for (const path of pathsOf('fields', fields)) root.add(path, 'fields');
  for (const path of pathsOf('expand', expand)) root.add(path, 'expand');
  return root;
}

class Node implements Wanted {
  isDefault: boolean;
  readonly members = new Map<string, Named>();

  constructor(isDefault: boolean) {
    this.isDefault = isDefault;
  }

  /** Adds a path. With `expand` the objects on the way to its end have their default members too. */
  add([name = '', ...rest]: readonly string[], parameter: WantedBy): void {
    const known = this.members.get(name);
    const member = known ?? new Named(parameter);
    member.isDefault ||= parameter === 'expand' || rest.length === 0;
    this.members.set(name, member);
    if (rest.length > 0) member.add(rest, parameter);
  }
}

/** A member that a parameter names. */
class Named extends Node {
  readonly parameter: WantedBy;

  constructor(parameter: WantedBy) {
    super(false);
    this.parameter = parameter;
  }
}

function pathsOf(parameter: WantedBy, text: string | undefined): readonly (readonly string[])[] {
  if (text === undefined) return [];
  const names = text.split(',').map((name) => name.trim());
  if (names.length > MOST)
    throw badParameter(parameter, 'tooMany', `The parameter "${parameter}" names more than ${MOST} fields.`);
  return names.map((name) => {
    const path = name.split('.');
    if (path.every((part) => /^[A-Za-z_]\w*$/.test(part))) return path;
    throw badParameter(
      parameter,
      'form',
      `The parameter "${parameter}" holds names with commas between them, such as "id,name".`,
    );
  });
}
