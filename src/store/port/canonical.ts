import type { Json } from '../../model/index.ts';

/**
 * Returns one text for equal values, in whichever order the members of their objects came: JSON without spaces, with the
 * names in the order of their UTF-16 code units (RFC 8785, JCS).
 */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const object = value as Readonly<Record<string, Json>>;
  const members = Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(object[name] ?? null)}`);
  return `{${members.join(',')}}`;
}
