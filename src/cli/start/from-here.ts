import { relative, sep } from 'node:path';

/** Returns a path relative to the working directory, with slashes on every platform. */
export function fromHere(path: string): string {
  return relative(process.cwd(), path).replaceAll(sep, '/');
}
