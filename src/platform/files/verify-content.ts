import { imageSize } from 'image-size';
import { filetypeinfo } from 'magic-bytes.js';

/** What the first bytes of a file say: the pixels of an image, or why it is not what it should be. */
export type Verified =
  | { readonly is: 'FINE'; readonly width: number | null; readonly height: number | null }
  | { readonly is: 'WRONG'; readonly rule: 'type' | 'pixels'; readonly why: string };

/** Bytes at the beginning of a file that are enough to know its kind, and the pixels of nearly every image. */
export const SNIFFED_BYTES = 256 * 1024;

/**
 * Most pixels of an image. A file of some kilobytes can expand to gigabytes, which would fill the memory of whatever decodes
 * it.
 */
export const MOST_PIXELS = 50_000_000;

const ZIP = ['zip'];
const OLE = ['doc', 'xls', 'ppt', 'msg'];
const ISO_MEDIA = ['mp4', 'mov', 'm4v', 'm4a', '3gp', '3gp5'];
const MATROSKA = ['mkv', 'mka', 'webm'];
const OGG = ['ogx', 'ogg', 'oga', 'ogv'];

/** The kinds of bytes that a content type may have, as magic-bytes.js names them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  'application/gzip': ['gz'],
  'application/java-archive': ZIP,
  'application/msword': OLE,
  'application/ogg': OGG,
  'application/pdf': ['pdf'],
  'application/postscript': ['ps'],
  'application/rtf': ['rtf'],
  'application/vnd.ms-excel': OLE,
  'application/vnd.ms-outlook': OLE,
  'application/vnd.ms-powerpoint': OLE,
  'application/vnd.rar': ['rar'],
  'application/x-7z-compressed': ['7z'],
  'application/x-executable': ['ELF', 'exe'],
  'application/x-rar-compressed': ['rar'],
  'application/x-tar': ['tar'],
  'application/x-zip-compressed': ZIP,
  'application/epub+zip': ZIP,
  'application/zip': ZIP,
  'audio/aac': ['aac', ...ISO_MEDIA],
  'audio/flac': ['flac'],
  'audio/mp4': ISO_MEDIA,
  'audio/mpeg': ['mp3'],
  'audio/ogg': OGG,
  'audio/wav': ['wav'],
  'audio/webm': MATROSKA,
  'audio/x-m4a': ISO_MEDIA,
  'audio/x-wav': ['wav'],
  'font/otf': ['otf'],
  'font/ttf': ['ttf'],
  'font/woff': ['woff'],
  'font/woff2': ['woff2'],
  'image/avif': ['avif'],
  'image/bmp': ['bmp'],
  'image/gif': ['gif'],
  'image/heic': ['heif'],
  'image/heif': ['heif'],
  'image/jpeg': ['jpg'],
  'image/png': ['png'],
  'image/svg+xml': ['SVG', 'xml'],
  'image/tiff': ['tif', 'tiff'],
  'image/vnd.microsoft.icon': ['ico'],
  'image/webp': ['webp'],
  'image/x-icon': ['ico'],
  'video/3gpp': ISO_MEDIA,
  'video/mp4': ISO_MEDIA,
  'video/mpeg': ['mpg', 'mpeg', 'm2p', 'vob'],
  'video/ogg': OGG,
  'video/quicktime': ISO_MEDIA,
  'video/webm': MATROSKA,
  'video/x-m4v': ISO_MEDIA,
  'video/x-matroska': MATROSKA,
  'video/x-msvideo': ['avi'],
};

/** The orientation of EXIF of an image that is as its pixels are, and the first of those that exchange width and height. */
const [UPRIGHT, FIRST_ON_ITS_SIDE] = [1, 5];

/** The documents that are archives of the kind zip. */
const ZIPPED = /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-\w+\.[\w.]+)/;

/** Types that promise nothing of their bytes. Browsers save them. */
const UNSPECIFIC: ReadonlySet<string> = new Set(['application/octet-stream', 'binary/octet-stream']);

/** Types of text. Text has no first bytes of its own. */
const TEXT = /^(text\/.+|application\/(json|xml|javascript|yaml|toml|sql|x-ndjson|.+\+(json|xml)))$/;
/** Types of text that hold markup. */
const MARKUP = /^(text\/(html|xml|markdown)|application\/(xml|.+\+xml)|image\/svg\+xml)$/;

/** The beginning of markup, after a byte order mark and white space. */
const MARKUP_START = /^\uFEFF?\s*<(!doctype|!--|\?xml|html|head|body|script|svg|iframe|object|embed)/i;
/** The beginning of a document that looks like text: PDF, PostScript, RTF. */
const DOCUMENT_START = /^(%PDF-|%!PS|\{\\rtf)/;
/** Control characters that no text has. */
const CONTROL = /[\0-\x08\x0E-\x1A\x1C-\x1F]/;

/** All kinds that are known, to recognise one in a file of another type. */
const KNOWN: ReadonlySet<string> = new Set(Object.values(KINDS).flat());

/**
 * Verifies that the first bytes of a file are of its content type, and that an image is small enough to decode.
 * @param start at most {@link SNIFFED_BYTES}
 */
export function verifyContent(start: Uint8Array, contentType: string): Verified {
  const why = reasonAgainst(start, contentType);
  if (why !== null)
    return { is: 'WRONG', rule: 'type', why: `The content is not of the type "${contentType}": ${why}.` };
  if (!contentType.startsWith('image/')) return { is: 'FINE', width: null, height: null };
  const { width, height } = pixelsOf(start);
  if (width !== null && height !== null && width * height > MOST_PIXELS) {
    return {
      is: 'WRONG',
      rule: 'pixels',
      why: `The image has ${width} × ${height} pixels: at most ${MOST_PIXELS / 1_000_000} million are allowed.`,
    };
  }
  return { is: 'FINE', width, height };
}

/** Returns why bytes are not of a content type, or null if they are. */
function reasonAgainst(start: Uint8Array, contentType: string): string | null {
  if (UNSPECIFIC.has(contentType)) return null;
  if (contentType === 'image/svg+xml') return isSvg(start) ? null : 'it is no SVG';
  if (TEXT.test(contentType)) return reasonAgainstText(start, MARKUP.test(contentType));
  const found = kindsIn(start);
  const wanted = KINDS[contentType] ?? (ZIPPED.test(contentType) ? ZIP : null);
  if (wanted) return found.some((kind) => wanted.includes(kind)) ? null : described(found);
  const other = found.filter((kind) => KNOWN.has(kind));
  return other.length > 0 || MARKUP_START.test(textOf(start)) ? described(other) : null;
}

function reasonAgainstText(start: Uint8Array, mayBeMarkup: boolean): string | null {
  const text = textOf(start);
  if (CONTROL.test(text)) return described(kindsIn(start));
  if (DOCUMENT_START.test(text)) return described(kindsIn(start));
  return !mayBeMarkup && MARKUP_START.test(text) ? 'it looks like markup' : null;
}

function isSvg(start: Uint8Array): boolean {
  const text = textOf(start);
  return (
    !CONTROL.test(text) &&
    /^\uFEFF?\s*(<\?xml|<!--|<!doctype svg|<svg[\s>])/i.test(text) &&
    /<svg[\s>]/i.test(text)
  );
}

function kindsIn(start: Uint8Array): readonly string[] {
  return [...new Set(filetypeinfo(start).map(({ typename }) => typename))];
}

function described(kinds: readonly string[]): string {
  const [kind] = kinds.filter((one) => KNOWN.has(one));
  return kind === undefined ? 'its first bytes are not of this type' : `it looks like ${kind.toLowerCase()}`;
}

/** Returns bytes as text, by their byte order mark or as UTF-8. What is no UTF-8, such as Latin-1, has replacements. */
function textOf(start: Uint8Array): string {
  const [first, second] = start;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(start);
}

/**
 * Returns the pixels of an image as it is shown, or nulls if its first bytes do not say them. A camera writes a photo as its
 * sensor is, and in EXIF how to turn it: browsers and thumbnails do so.
 */
function pixelsOf(start: Uint8Array): { readonly width: number | null; readonly height: number | null } {
  try {
    const { width, height, orientation = UPRIGHT } = imageSize(start);
    return orientation < FIRST_ON_ITS_SIDE ? { width, height } : { width: height, height: width };
  } catch {
    return { width: null, height: null };
  }
}
