import type { TenantId } from '../../../tenant/index.ts';
import { encodeText } from './encoding.ts';

/** Returns the partition of a type's rows before types had numbers: `T#acme#Task`. */
export function formerPartition(tenant: TenantId, type: string): string {
  return `T#${tenant}#${encodeText(type)}`;
}
