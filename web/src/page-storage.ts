import type { Storage as GraphiqlStorage } from '@graphiql/toolkit';

/** Returns GraphiQL's storage, such as of its tabs, separate for each page of this origin. */
export function pageStorage(page: string): GraphiqlStorage {
  const prefix = `tenantql.${page}.`;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => {
      localStorage.setItem(prefix + key, value);
    },
    removeItem: (key) => {
      localStorage.removeItem(prefix + key);
    },
    clear: () => {
      for (const key of keys()) localStorage.removeItem(key);
    },
    get length() {
      return keys().length;
    },
  };
}
