import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The packages with binaries, which no bundle can hold. A function that imports one has it in its folder. */
export const BINARIES = ['sharp'];

/** The folder in which `npm run deploy` installs them for the processor of Lambda. A test names another. */
export const IMAGES = process.env['TENANTQL_IMAGES'] ?? join(__dirname, '../images');

/** Installs them: npm takes the binaries of another machine by these options. */
export const INSTALL_IMAGES = [
  'ci',
  '--os=linux',
  '--cpu=arm64',
  '--libc=glibc',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
];

/** Returns whether the packages are installed for the processor of Lambda, in the version that the tests use. */
export function areInstalled(): boolean {
  const installed = join(IMAGES, 'node_modules');
  return (
    existsSync(join(installed, '@img/sharp-linux-arm64')) &&
    versionIn(join(installed, 'sharp')) === versionIn(join(__dirname, '../../node_modules/sharp'))
  );
}

function versionIn(folder: string): string | undefined {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package).version;
}

interface Package {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Copies a package with all that it needs from the packages of a folder to those of another. Optional packages are copied if
 * they are there: npm installs the binaries of one machine only.
 */
export function copyPackage(name: string, from: string, into: string): void {
  const copied = new Set<string>();
  const copy = (wanted: string, by: string): void => {
    const found = placeOf(wanted, by, from);
    if (found === null || copied.has(found)) return;
    copied.add(found);
    cpSync(found, join(into, found.slice(from.length)), { recursive: true, dereference: true });
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(found, 'package.json'), 'utf8'),
    ) as Package;
    for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) copy(other, found);
  };
  copy(name, from);
}

/** Returns the folder of a package, as Node finds it from another folder, or null if it is not installed. */
function placeOf(name: string, by: string, root: string): string | null {
  for (let folder = by; folder.startsWith(root); folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(place)) return place;
  }
  return null;
}
