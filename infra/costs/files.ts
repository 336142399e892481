import { requestPrice, unitPrice } from './requests.ts';
import { dollars, number, price, priceLink, type Table } from './table.ts';

/** The files of the arithmetic: images of an app that shows them in lists. */
const FILE = { mb: 1, thumbnails: 5, seen: { thumbnail: 10, original: 1 }, thumbnailKb: 20 };
/** The calls of S3 for an upload, without its thumbnails: its PUT; a HEAD, and the first bytes. */
const CALLS = { writes: 1, reads: 2 };
/**
 * The units of the records of an upload, counted by hand: a record, its due and the bytes; the record when it is verified; record and due
 * when a row takes it; and the record when it has thumbnails.
 */
const RECORDS = { reads: 3, writes: 6 + 2 + 4 + 2 };
/** Mutations of an upload: `createUpload` and `completeUpload`. That of the row is not in it. */
const MUTATIONS = 2;
/** Milliseconds of a mutation, and seconds and GB of the thumbnails of an image. They are not measured on AWS. */
const TIMES = { mutation: 40, thumbnails: 1, gb: 1.7275 };
/** Calls of the queue for an event: sent, received and deleted. */
const QUEUE = 3;

/** Returns a table of a million images: their upload, a month of storage, what users see of them, and a scan. */
export function filesTable(): Table {
  const { mb, thumbnails, seen, thumbnailKb } = FILE;
  const gb = (mb * 1e6) / 1000;
  const small = (thumbnails * thumbnailKb) / 1000;
  const stored = gb * (1 + small / mb);
  const writes = CALLS.writes + thumbnails;
  const reads = CALLS.reads + 1;
  const shown = seen.thumbnail + seen.original;
  const shownMb = (seen.thumbnail * thumbnailKb + seen.original * mb * 1000) / 1000;
  const internet = shownMb * 1000 * price('internetGb');
  const run = TIMES.thumbnails * 1e6 * TIMES.gb * price('functionSeconds') + price('functionCalls');
  const parts: readonly (readonly [string, string, number])[] = [
    [
      `${MUTATIONS} mutations by REST, without units`,
      `${MUTATIONS} M × ${number(rounded(requestPrice(TIMES.mutation)))}`,
      MUTATIONS * requestPrice(TIMES.mutation),
    ],
    [
      priceLink('their records', 'writes'),
      `${RECORDS.reads} M reads × ${price('reads')}, + ${RECORDS.writes} M writes × ${price('writes')}`,
      unitPrice(RECORDS),
    ],
    [
      priceLink('S3, requests', 'fileWrites'),
      `${writes} M × ${price('fileWrites')}, + ${reads} M × ${price('fileReads')}`,
      writes * price('fileWrites') + reads * price('fileReads'),
    ],
    [priceLink('an event for each', 'fileEvents'), `1 M × ${price('fileEvents')}`, price('fileEvents')],
    [
      priceLink('its queue', 'queueCalls'),
      `${QUEUE} M × ${price('queueCalls')}`,
      QUEUE * price('queueCalls'),
    ],
    [
      priceLink('thumbnails', 'functionSeconds'),
      `1 M × ${TIMES.thumbnails} s × ${TIMES.gb} GB × ${number(price('functionSeconds'))}, + 1 M × ${price('functionCalls')}`,
      run,
    ],
    [
      priceLink('a month of storage', 'fileGb'),
      `${number(stored)} GB × ${price('fileGb')}`,
      stored * price('fileGb'),
    ],
    [
      priceLink('seen by users, requests', 'fileReads'),
      `${shown} M × ${price('fileReads')}`,
      shown * price('fileReads'),
    ],
    [
      priceLink('seen by users, to the internet', 'internetGb'),
      `${number(shownMb * 1000)} GB × ${price('internetGb')}`,
      internet,
    ],
  ];
  const sum = parts.reduce((total, [, , usd]) => total + usd, 0);
  const scanned = 1 + thumbnails;
  const scan = stored * price('scannedGb') + scanned * price('scannedFiles');
  return [
    ['part', 'arithmetic for a million', '$'],
    ...parts.map(([part, arithmetic, usd]) => [part, arithmetic, dollars(usd)]),
    ['**sum**', 'without `scanFiles`', `**${dollars(sum)}**`],
    [
      priceLink('with `scanFiles`, in addition', 'scannedFiles'),
      `${number(stored)} GB × ${price('scannedGb')}, + ${scanned} M × ${price('scannedFiles')}`,
      dollars(scan),
    ],
  ];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
