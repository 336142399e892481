import type { Duplicate } from '../store/index.ts';

import type { TypeReport } from './apply-to-tenant.ts';

export interface ReportLine {
  readonly text: string;
  readonly severity: 'info' | 'problem';
}

/** Prints what a run did to a type of a tenant in one line, and a line for each row that a person must check. */
export function printReport({
  tenant,
  type,
  looked,
  changed,
  duplicates,
  unfit,
  notes,
}: TypeReport): readonly ReportLine[] {
  const done = [
    ...(looked > 0 ? [`looked at ${looked} ${looked === 1 ? 'row' : 'rows'}, rewrote ${changed}`] : []),
    ...notes,
  ];
  return [
    ...(done.length > 0
      ? [{ text: `${tenant}: ${type}: ${done.join('; ')}.`, severity: 'info' as const }]
      : []),
    ...duplicates.map((duplicate) => ({
      text: `${tenant}: ${type}: ${describeDuplicate(duplicate)}`,
      severity: 'problem' as const,
    })),
    ...unfit.map(({ key, message }) => ({
      text: `${tenant}: ${type}: the row ${JSON.stringify(key)} stays as it is: ${message}`,
      severity: 'problem' as const,
    })),
  ];
}

/** Prints the message about a tenant whose rows could not be examined. */
export function printDeferred(tenant: string): string {
  return `${tenant}: it is being moved: its rows stay as they are until that is done; then apply again.`;
}

/** Prints the message about the list of tenants, which was in one partition in earlier releases. */
export function printSpread(tenants: number): string {
  return `The list of tenants is spread over several partitions now: moved ${tenants} ${tenants === 1 ? 'tenant' : 'tenants'}.`;
}

function describeDuplicate({ unique, key, holder }: Duplicate): string {
  const fields = unique.fields.map((field) => `"${field}"`).join(' and ');
  const other = holder ? `the row ${JSON.stringify(holder)}` : 'another row';
  return `the row ${JSON.stringify(key)} has the same ${fields} as ${other}, which got it: change that one, then apply again.`;
}
