import { join } from 'node:path';

import type { Handlers } from '../../src/lambda/index.ts';
import type { LocalIam } from '../../src/local/data-directory/index.ts';
import { openLocalFiles, type LocalFiles } from '../../src/local/local-files.ts';

/** The bucket of files, around the functions. */
export interface FilesBucket {
  readonly name: string;
  /** Where the bucket keeps its objects. */
  readonly folder: string;
  readonly iam: LocalIam;
  /** Gives what the bucket and the scanner reported to the function of files. */
  deliver(): Promise<void>;
}

/** The bucket as clients and functions reach it, and around them. */
export interface TestFiles extends LocalFiles {
  readonly bucket: FilesBucket;
}

export interface TestFilesOptions {
  readonly iam: LocalIam;
  readonly region: string;
  readonly bucket: string;
  readonly folder: string;
  readonly scanFiles?: boolean;
  /** Returns the URL of the bucket; by default links have that of AWS. */
  readonly filesUrl?: () => string;
  readonly now?: () => number;
  readonly handler: () => Handlers['files'];
}

/** Opens the bucket of files. Its events wait until a test delivers them. */
export function openTestFiles(options: TestFilesOptions): TestFiles {
  const { iam, region, bucket, folder, scanFiles: scan = false, filesUrl: url, now, handler } = options;
  const waiting: string[] = [];
  const files = openLocalFiles({
    ...{ iam, region, bucket, folder, scan, now },
    onEvent: (event) => {
      waiting.push(JSON.stringify(event));
      return Promise.resolve();
    },
    ...(url && { url }),
  });
  files.start();
  return {
    ...files,
    bucket: {
      name: bucket,
      folder: join(folder, bucket),
      iam,
      async deliver() {
        await files.idle();
        while (waiting.length > 0) {
          const [body = ''] = waiting.splice(0, 1);
          const { batchItemFailures } = await handler()({ Records: [{ messageId: '0', body }] });
          if (batchItemFailures.length > 0) throw new Error(`The event failed: ${body}`);
          await files.idle();
        }
      },
    },
  };
}
