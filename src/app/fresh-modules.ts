import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Loads the module of a file, and returns what it exports. */
export type LoadModule = (file: string) => Promise<unknown>;

/** Modules that can be loaded again after their files changed, with the files that they import. */
export interface FreshModules {
  readonly load: LoadModule;
  /** Forgets every module that `load` brought in, so that each is read from its file again. */
  forget(): void;
  /** Returns the files of all modules that `load` ever brought in: what to watch. */
  files(): readonly string[];
}

/**
 * Opens modules for `npm run dev`. Packages, and modules that the product itself had loaded before, are never loaded again:
 * there must be one `graphql`, and one class of each error.
 */
export function openFreshModules(): FreshModules {
  const require = createRequire(resolve('package.json'));
  const own = new Set<string>();
  const loadNow = (file: string): unknown => {
    const before = new Set(Object.keys(require.cache));
    try {
      return require(resolve(file));
    } finally {
      for (const loaded of Object.keys(require.cache)) {
        if (!before.has(loaded) && !/[\\/]node_modules[\\/]/.test(loaded)) own.add(loaded);
      }
    }
  };
  return {
    load: (file) =>
      new Promise((settle) => {
        settle(loadNow(file));
      }),
    forget() {
      // Node has no other way to give a module up.
      for (const file of own) Reflect.deleteProperty(require.cache, file);
    },
    files: () => [...own],
  };
}
