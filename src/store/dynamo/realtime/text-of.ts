import type { Item } from '../driver/send.ts';

/** Returns the text of an attribute; empty if it has none. */
export function textOf(item: Item, name: string): string {
  const value = item[name];
  return typeof value === 'string' ? value : '';
}
