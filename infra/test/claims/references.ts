/** A name in a template, as a function of CloudFormation gives it. */
export interface Reference {
  readonly by: 'Ref' | 'Fn::GetAtt' | 'Condition' | 'Fn::FindInMap';
  readonly name: string;
  /** The attribute of `Fn::GetAtt`: `Arn`. Null if it is computed, or of another function. */
  readonly attribute: string | null;
}

/**
 * Returns the names in a value of the template, at any depth: by `Ref`, by `Fn::GetAtt` in either spelling, in the text
 * of `Fn::Sub`, and the conditions and maps that functions choose by.
 */
export function references(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [{ by: key, name: inner, attribute: null }];
    if (key === 'Fn::GetAtt') return attributeReference(inner);
    if (key === 'Fn::Sub') return substituted(inner);
    if (key === 'Fn::If' && Array.isArray(inner)) {
      const [condition, ...values] = inner as unknown[];
      return [{ by: 'Condition', name: String(condition), attribute: null }, ...references(values)];
    }
    if (key === 'Fn::FindInMap' && Array.isArray(inner)) {
      const [map, ...keys] = inner as unknown[];
      const named: Reference[] =
        typeof map === 'string' ? [{ by: key, name: map, attribute: null }] : references(map);
      return [...named, ...references(keys)];
    }
    return references(inner);
  });
}

function attributeReference(value: unknown): Reference[] {
  const [name, attribute] = typeof value === 'string' ? splitOnce(value) : [value].flat();
  const named: Reference = {
    by: 'Fn::GetAtt',
    name: String(name),
    attribute: typeof attribute === 'string' ? attribute : null,
  };
  return [named, ...references(attribute)];
}

/** Returns the names in `${Name.Attribute}` of a text, but for its own variables and `${!literal}`. */
function substituted(value: unknown): Reference[] {
  const [text, variables = {}] = [value].flat() as [string, object?];
  const inText = [...text.matchAll(/\$\{([^}!][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return [
    ...inText
      .filter((name) => !Object.hasOwn(variables, name))
      .flatMap((name): Reference[] =>
        name.includes('.') ? attributeReference(name) : [{ by: 'Ref', name, attribute: null }],
      ),
    ...references(Object.values(variables)),
  ];
}

function splitOnce(text: string): [string, string | undefined] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}
