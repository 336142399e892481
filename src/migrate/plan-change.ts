import { findBreakingChanges, findDangerousChanges } from 'graphql';

import { slotRecord, type Model, type SlotRecord } from '../model/index.ts';
import { compile } from '../engine/index.ts';

import { planFields } from './plan-fields.ts';
import { planKeys } from './plan-keys.ts';
import type { PlanLine } from './plan-line.ts';
import { workOf } from './type-work.ts';

/**
 * What a change of the schema does: to the rows that exist, to the table, to clients.
 * @param after with its slots kept: see `keepSlots`
 */
export function planChange(before: Model, after: Model): PlanLine[] {
  return [...planData(slotRecord(before), after), ...planApi(before, after)];
}

/** What it does to rows and to the table. */
export function planData(before: SlotRecord, after: Model): PlanLine[] {
  const record = slotRecord(after);
  const versions = Object.fromEntries(
    Object.values(after.models).map(({ name, version }) => [name, version]),
  );
  return [
    ...planFields(before, record, versions),
    ...planKeys(before, record, workOf(before, after)),
  ].toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}

const ORDER: readonly PlanLine['kind'][] = ['problem', 'apply', 'table', 'breaking', 'dangerous'];

function planApi(before: Model, after: Model): PlanLine[] {
  const [one, other] = [compile(before), compile(after)];
  return [
    ...findBreakingChanges(one, other).map(({ type, description }) => ({
      kind: 'breaking' as const,
      code: type,
      at: '',
      message: description,
      action:
        'Clients that use it fail: add beside it, mark it @deprecated, and remove it when nobody asks for it.',
    })),
    ...findDangerousChanges(one, other).map(({ type, description }) => ({
      kind: 'dangerous' as const,
      code: type,
      at: '',
      message: description,
      action: 'Clients that do not expect it may behave otherwise: tell their authors.',
    })),
  ];
}
