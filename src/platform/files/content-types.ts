/** Content types whose bytes a browser could run as part of a page. A group such as `image/*` does not include them. */
const SCRIPTABLE: ReadonlySet<string> = new Set([
  'application/ecmascript',
  'application/javascript',
  'application/xhtml+xml',
  'application/xml',
  'image/svg+xml',
  'text/ecmascript',
  'text/html',
  'text/javascript',
  'text/xml',
  'text/xsl',
]);

/** Content types that a browser may show: raster images, PDF, and groups of audio and video. */
const SHOWN: ReadonlySet<string> = new Set([
  'application/pdf',
  'image/avif',
  'image/bmp',
  'image/gif',
  'image/heic',
  'image/heif',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
]);

/** Types of XML, which a browser runs as part of a page in any group: `video/x+xml` too. */
const XML = /\+xml$/;

/** The form of a content type without parameters: `image/png`. */
const FORM = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** Returns whether a text is a content type in lower case, without parameters. */
export function isContentType(text: string): boolean {
  return FORM.test(text);
}

/**
 * Returns whether one of the types of a `@file` includes a content type: by its name, by its group, or `*\/*`. What a browser
 * could run must be named.
 */
export function includesType(types: readonly string[], contentType: string): boolean {
  if (types.includes(contentType)) return true;
  if (SCRIPTABLE.has(contentType) || XML.test(contentType)) return false;
  const [group = ''] = contentType.split('/');
  return types.includes(`${group}/*`) || types.includes('*/*');
}

/** Returns whether a browser may show the content in place of saving it. */
export function isShown(contentType: string): boolean {
  return (
    SHOWN.has(contentType) || (/^(audio|video)\/[a-z0-9.+-]+$/.test(contentType) && !XML.test(contentType))
  );
}
