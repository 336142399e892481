import { unescape } from './write.ts';

/** Returns the content of all elements with a name. None may be within another of the same name. */
export function elementsIn(xml: string, name: string): readonly string[] {
  const expression = new RegExp(`<${name}(?:\\s[^>]*)?(?:/>|>(.*?)</${name}>)`, 'gs');
  return [...xml.matchAll(expression)].map(([, inner = '']) => inner);
}

/** Returns the text of the first element with a name, or null. */
export function textIn(xml: string, name: string): string | null {
  const [inner] = elementsIn(xml, name);
  return inner === undefined ? null : unescape(inner);
}
