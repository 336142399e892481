import DataLoader from 'dataloader';

import type { FileObjects, FileRecord, FileRecords } from '../../store/index.ts';
import type { TenantFiles } from '../tenant-files.ts';

/** Most ids that one call reads. */
const MOST_IDS = 100;

/** Opens the files of one request. The files that its rows hold are read together, once. */
export function openTenantFiles(records: FileRecords, objects: FileObjects): TenantFiles {
  const loader = new DataLoader<string, FileRecord | null>(
    async (ids) => {
      const found = await records.getMany(ids);
      return ids.map((id) => found.get(id) ?? null);
    },
    { maxBatchSize: MOST_IDS },
  );
  return { load: (id) => loader.load(id), records, objects };
}
