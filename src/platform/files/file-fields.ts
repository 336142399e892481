import { LINK_SECONDS, type FileRecord, type GetFacts } from '../../store/index.ts';
import { numberArgument } from '../arguments.ts';
import type { FileResolvers } from '../generated/platform.ts';
import { isShown } from './content-types.ts';
import type { ShownFile } from './shown-file.ts';

/** Resolvers of the links of a file. A caller who may not read the row never gets here. */
export const fileFields = {
  url: async (file, { disposition, expiresIn }, context) => {
    const seconds = numberArgument('expiresIn', expiresIn, 1, LINK_SECONDS);
    if (!isLinked(file)) return null;
    const facts = {
      name: file.name,
      contentType: file.contentType,
      disposition: disposition === 'INLINE' && isShown(file.contentType) ? 'inline' : 'attachment',
    } satisfies GetFacts;
    return (await context.files.objects.signGet({ id: file.id }, facts, seconds)).url;
  },
  thumbnail: async (file, { width: asked }, context) => {
    const wanted = numberArgument('width', asked, 1, WIDEST);
    const width = widthFor(file, wanted);
    if (!isLinked(file) || width === null) return null;
    const facts = { name: `${file.name}.webp`, contentType: 'image/webp', disposition: 'inline' } as const;
    return (await context.files.objects.signGet({ id: file.id, width }, facts, LINK_SECONDS)).url;
  },
} satisfies FileResolvers;

const WIDEST = 10_000;

function isLinked({ status, isLinkless }: ShownFile): boolean {
  return status === 'READY' && isLinkless !== true;
}

/** Returns the smallest width of a thumbnail that is wide enough, else the widest, or null without thumbnails. */
function widthFor({ thumbnails }: FileRecord, wanted: number): number | null {
  const widths = [...thumbnails].sort((a, b) => a - b);
  return widths.find((width) => width >= wanted) ?? widths.at(-1) ?? null;
}
