import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = /^(node_modules|dist|cdk\.out|generated)$/;

/** Returns the files below a folder whose names end in one of the given ways. Generated folders are left out. */
export function filesBelow(folder: string, ...endings: readonly string[]): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : filesBelow(path, ...endings);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}
