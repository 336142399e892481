import type { FileRecord } from '../../store/index.ts';

/** A file as the API shows it. */
export type ShownFile = FileRecord & {
  /** The caller reached it by the id of its upload while a row holds it. Only the rules of that row give links. */
  readonly isLinkless?: true;
};
