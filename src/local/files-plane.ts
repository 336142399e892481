import { join } from 'node:path';

import { describeError } from '../server/index.ts';
import { openJournal } from '../local-cloud/logs/index.ts';
import { BUCKETS, FILE_EVENTS, REGION, type LocalIam } from './data-directory/index.ts';
import { openFileEvents, type FileEventsOptions } from './file-events.ts';
import { openLocalFiles, type LocalFiles } from './local-files.ts';

export interface FilesPlaneOptions extends Pick<FileEventsOptions, 'handlers' | 'log'> {
  readonly iam: LocalIam;
  /** The name of the bucket. */
  readonly bucket: string;
  /** The data directory. */
  readonly data: string;
  readonly scan: boolean;
  /** Returns the URL of this server. */
  readonly url: () => string;
}

/** The bucket of files, and the function behind its events. */
export interface FilesPlane extends Pick<LocalFiles, 'filesOf' | 'serve'> {
  /** Begins to deliver events, first those from before a restart. */
  begin(): void;
  /** Resolves when the events under way have ended. */
  stop(): Promise<void>;
}

/** Opens the bucket of files of a data directory. */
export function openFilesPlane(options: FilesPlaneOptions): FilesPlane {
  const { iam, bucket, data, scan, url, handlers, log } = options;
  const events = openFileEvents({
    handlers,
    journal: openJournal(join(data, FILE_EVENTS)),
    log,
    now: Date.now,
  });
  const files = openLocalFiles({
    iam,
    region: REGION,
    bucket,
    folder: join(data, BUCKETS),
    scan,
    url,
    onEvent: events.send,
    onError: (error) => {
      log({ level: 'error', message: 'the bucket of files failed', ...describeError(error) });
    },
  });
  return {
    filesOf: files.filesOf,
    serve: files.serve,
    begin() {
      events.begin();
      files.start();
    },
    async stop() {
      await files.stop();
      await events.stop();
    },
  };
}
