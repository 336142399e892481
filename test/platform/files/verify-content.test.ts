import sharp from 'sharp';

import { includesType, isShown } from '../../../src/platform/files/content-types.ts';
import { verifyContent } from '../../../src/platform/files/verify-content.ts';
import { HTML, PDF, pngOf, SVG, zipOf } from '../../shared/sample-files.ts';

const PNG = pngOf(3, 2);
const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc00011080002000303012200021101031101ffd9',
  'hex',
);
const GIF = Buffer.from(
  '47494638396103000200800000ffffff00000021f90401000000002c00000000030002000002',
  'hex',
);
const MP4 = Buffer.from('000000206674797069736f6d0000020069736f6d69736f32', 'hex');
const OLE = Buffer.from('d0cf11e0a1b11ae1000000', 'hex');
const EXE = Buffer.from('4d5a90000300000004000000ffff', 'hex');
const TEXT = Buffer.from('BMW,MZ,PL: 3 € for "<b>"\r\n');
const LATIN = Buffer.from('Stra\xdfe;Gr\xf6\xdfe\r\n', 'latin1');
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const IMAGES = ['image/*', 'application/pdf'];

const verdict = (bytes: Uint8Array, type: string): string => {
  const found = verifyContent(bytes, type);
  return found.is === 'FINE' ? found.is : found.rule;
};

describe('the content of a file', () => {
  it.each([
    ['image/png', PNG],
    ['image/jpeg', JPEG],
    ['image/gif', GIF],
    ['image/svg+xml', SVG],
    ['application/pdf', PDF],
    ['application/zip', zipOf(64)],
    [DOCX, zipOf(64)],
    ['application/msword', OLE],
    ['video/mp4', MP4],
    ['text/plain', TEXT],
    ['text/csv', LATIN],
    ['text/html', HTML],
    ['application/json', Buffer.from('{"a": 1}')],
    ['application/octet-stream', EXE],
    ['model/stl', Buffer.from([7, 1, 0, 9])],
  ])('is that of %s', (type, bytes) => {
    expect(verdict(bytes, type)).toBe('FINE');
  });

  it.each([
    ['image/png', JPEG],
    ['image/png', HTML],
    ['image/jpeg', SVG],
    ['image/png', Buffer.from('')],
    ['image/svg+xml', HTML],
    ['image/svg+xml', PNG],
    ['application/pdf', HTML],
    ['application/pdf', EXE],
    ['application/zip', PDF],
    [DOCX, PDF],
    ['video/mp4', PNG],
    ['text/plain', HTML],
    ['text/plain', SVG],
    ['text/csv', PDF],
    ['text/plain', EXE],
    ['application/json', PNG],
    ['model/stl', PNG],
    ['model/stl', HTML],
  ])('is not that of %s if the bytes are of another kind', (type, bytes) => {
    expect(verdict(bytes, type)).toBe('type');
  });

  it('has the pixels of an image', () => {
    expect(verifyContent(PNG, 'image/png')).toEqual({ is: 'FINE', width: 3, height: 2 });
    expect(verifyContent(JPEG, 'image/jpeg')).toEqual({ is: 'FINE', width: 3, height: 2 });
    expect(verifyContent(PDF, 'application/pdf')).toEqual({ is: 'FINE', width: null, height: null });
  });

  it.each([
    [1, 60, 30],
    [3, 60, 30],
    [6, 30, 60],
    [8, 30, 60],
  ])(
    'has the pixels of a photo with the orientation %i as browsers show it',
    async (orientation, width, height) => {
      const photo = sharp({ create: { width: 60, height: 30, channels: 3, background: 'red' } });
      const bytes = await photo.withMetadata({ orientation }).jpeg().toBuffer();
      expect(verifyContent(bytes, 'image/jpeg')).toEqual({ is: 'FINE', width, height });
    },
  );

  it('is refused if an image claims more pixels than memory holds', () => {
    const bomb = pngOf(1, 1, { width: 50_000, height: 50_000 });
    expect(verifyContent(bomb, 'image/png')).toEqual({
      is: 'WRONG',
      rule: 'pixels',
      why: 'The image has 50000 × 50000 pixels: at most 50 million are allowed.',
    });
  });

  it('says what the bytes look like', () => {
    expect(verifyContent(PDF, 'image/png')).toMatchObject({
      why: 'The content is not of the type "image/png": it looks like pdf.',
    });
  });
});

describe('a content type', () => {
  it('is included by its name, by its group, or by all', () => {
    expect(includesType(IMAGES, 'image/webp')).toBe(true);
    expect(includesType(IMAGES, 'application/pdf')).toBe(true);
    expect(includesType(['*/*'], 'model/stl')).toBe(true);
    expect(includesType(IMAGES, 'text/plain')).toBe(false);
  });

  it('must be named if a browser could run it', () => {
    expect(includesType(['image/*', 'text/*', '*/*'], 'image/svg+xml')).toBe(false);
    expect(includesType(['image/*', 'text/*', '*/*'], 'text/html')).toBe(false);
    expect(includesType(['video/*', '*/*'], 'video/x+xml')).toBe(false);
    expect(includesType(['image/svg+xml'], 'image/svg+xml')).toBe(true);
  });

  it('is shown by a browser only if it is a raster image, audio, video or PDF', () => {
    expect(['image/png', 'application/pdf', 'video/mp4', 'audio/mpeg'].every(isShown)).toBe(true);
    expect(['image/svg+xml', 'text/html', 'text/plain', 'application/xml'].some(isShown)).toBe(false);
    expect(['video/x+xml', 'audio/x+xml', 'image/x+xml'].some(isShown)).toBe(false);
  });
});
