const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escape(text: string): string {
  // A parser would change line ends and some other characters, so write them as numbers.
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, digits?: string) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (digits !== undefined) return String.fromCodePoint(Number(digits));
    return Object.entries(ENTITIES).find(([, entity]) => entity === whole)?.[0] ?? whole;
  });
}

export function element(name: string, ...inner: readonly string[]): string {
  return `<${name}>${inner.join('')}</${name}>`;
}

/** Returns an element with text, or nothing if there is none. */
export function optional(name: string, text: string | null | undefined): string {
  return text === null || text === undefined ? '' : element(name, escape(text));
}

export function documentOf(name: string, ...inner: readonly string[]): string {
  return `${DECLARATION}<${name} xmlns="${NAMESPACE}">${inner.join('')}</${name}>`;
}

/** Returns the document of an error. */
export function errorDocument(
  { code, message }: { readonly code: string; readonly message: string },
  requestId: string,
): string {
  const inner = [element('Code', code), element('Message', escape(message)), element('RequestId', requestId)];
  return `${DECLARATION}${element('Error', ...inner)}`;
}
