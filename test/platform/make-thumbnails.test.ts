import sharp, { type Sharp } from 'sharp';

import { makeThumbnails } from '../../src/platform/files/make-thumbnails.ts';

const photo = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#c33' }, limitInputPixels: false });

const widthsOf = async (bytes: Uint8Array): Promise<readonly number[]> =>
  (await makeThumbnails(bytes)).map(({ width }) => width);

describe('makeThumbnails', () => {
  it('makes those that are narrower than the image, as WebP', async () => {
    const made = await makeThumbnails(await photo(600, 400).jpeg().toBuffer());

    const facts = await Promise.all(made.map(({ bytes }) => sharp(bytes).metadata()));
    expect(facts.map(({ format, width, height }) => ({ format, width, height }))).toEqual([
      { format: 'webp', width: 64, height: 43 },
      { format: 'webp', width: 128, height: 85 },
      { format: 'webp', width: 256, height: 171 },
      { format: 'webp', width: 512, height: 341 },
    ]);
  });

  it('makes none of an image of 64 pixels', async () => {
    expect(await widthsOf(await photo(64, 64).png().toBuffer())).toEqual([]);
  });

  it.each(['avif', 'gif', 'jpeg', 'png', 'tiff', 'webp'] as const)('reads %s', async (format) => {
    expect(await widthsOf(await photo(100, 50).toFormat(format).toBuffer())).toEqual([64]);
  });

  it.each(['gif', 'webp'] as const)('makes a still of the first frame of an animated %s', async (format) => {
    const frame = 100 * 100 * 3;
    const frames = Buffer.concat([Buffer.alloc(frame, 0), Buffer.alloc(frame, 255)]);
    const raw = { width: 100, height: 200, channels: 3, pageHeight: 100 } as const;
    const animation = await sharp(frames, { raw }).toFormat(format).toBuffer();
    expect(await sharp(animation).metadata()).toMatchObject({ pages: 2 });

    const [still] = await makeThumbnails(animation);
    expect(await sharp(still?.bytes).metadata()).toMatchObject({ width: 64, height: 64 });
    const { channels } = await sharp(still?.bytes).stats();
    expect(channels.every(({ max }) => max === 0)).toBe(true);
  });

  it('turns a photo as its camera was held, and measures it so', async () => {
    const turned = await photo(100, 1000).withMetadata({ orientation: 6 }).jpeg().toBuffer();

    const [first, ...others] = await makeThumbnails(turned);

    expect(others.map(({ width }) => width)).toEqual([128, 256, 512]);
    expect(await sharp(first?.bytes).metadata()).toMatchObject({ width: 64, height: 6 });
  });

  it('keeps no place or camera of a photo', async () => {
    const exif = { IFD0: { Copyright: 'the photographer' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const marked = await photo(100, 100).withExif(exif).jpeg().toBuffer();
    expect((await sharp(marked).metadata()).exif).toBeDefined();

    const [made] = await makeThumbnails(marked);

    expect((await sharp(made?.bytes).metadata()).exif).toBeUndefined();
  });

  it('makes none of a decompression bomb: 60 million pixels in 200 kB', async () => {
    const bomb = await photo(10_000, 6_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(300_000);

    expect(await widthsOf(bomb)).toEqual([]);
  });

  it('makes none of a PNG whose header names fewer pixels than it has', async () => {
    const lie = await photo(4_000, 4_000).png().toBuffer();
    lie.writeUInt32BE(100, 16);
    lie.writeUInt32BE(100, 20);

    expect(await widthsOf(lie)).toEqual([]);
  });

  it('makes none of an image that was cut off', async () => {
    const whole = await photo(500, 500).jpeg().toBuffer();

    expect(await widthsOf(whole.subarray(0, whole.length - 100))).toEqual([]);
  });

  it.each([
    [
      'an SVG',
      '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="9" height="9"/></svg>',
    ],
    ['a PDF', '%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n'],
    ['a text', 'no image at all'],
    ['nothing', ''],
  ])('makes none of %s', async (_what, text) => {
    expect(await widthsOf(Buffer.from(text))).toEqual([]);
  });

  it('makes those of an image that is longer than a WebP may be', async () => {
    const [made] = await makeThumbnails(await photo(100, 30_000).png().toBuffer());

    expect(await sharp(made?.bytes).metadata()).toMatchObject({ height: 16_383 });
  });
});
