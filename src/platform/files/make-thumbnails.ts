import type * as Sharp from 'sharp';

import { MOST_PIXELS } from './verify-content.ts';

/** A smaller picture of an image, as WebP. */
export interface Thumbnail {
  readonly width: number;
  readonly bytes: Uint8Array;
}

/** The widths of thumbnails, in pixels. */
const THUMBNAIL_WIDTHS: readonly number[] = [64, 128, 256, 512, 1024];
/** The images of which thumbnails are made. An SVG is none: it is a program. */
export const THUMBNAIL_TYPES: readonly string[] = [
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'image/webp',
];
/** Most pixels of a side of a WebP. */
const LONGEST_SIDE = 16_383;
/** Most seconds for one thumbnail. */
const MOST_SECONDS = 10;

/** The decoders that read {@link THUMBNAIL_TYPES}. All others of libvips stay off, such as those of SVG and PDF. */
const DECODERS = ['Heif', 'Jpeg', 'Nsgif', 'Png', 'Tiff', 'Webp'].map((name) => `VipsForeignLoad${name}`);

type Library = typeof Sharp.default;
let loaded: Promise<Library> | null = null;

/** Loads sharp at the first image, because most processes see none. */
function load(): Promise<Library> {
  return (loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: DECODERS });
    // A file is read once, and what it expands to must not stay.
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  }));
}

/**
 * Makes the thumbnails that are narrower than an image. Returns none if the image has more than {@link MOST_PIXELS}, cannot
 * be decoded whole, or takes too long.
 */
export async function makeThumbnails(bytes: Uint8Array): Promise<readonly Thumbnail[]> {
  const sharp = await load();
  const open = (): Sharp.Sharp => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  try {
    const { autoOrient } = await open().metadata();
    const made: Thumbnail[] = [];
    for (const width of THUMBNAIL_WIDTHS.filter((each) => each < autoOrient.width)) {
      const image = open().autoOrient().resize({ width, height: LONGEST_SIDE, fit: 'inside' });
      made.push({ width, bytes: await image.timeout({ seconds: MOST_SECONDS }).webp().toBuffer() });
    }
    return made;
  } catch {
    return [];
  }
}
