import { findBreakingChanges, findDangerousChanges } from 'graphql';

import { slotRecord, type Model, type SlotRecord } from '../model/index.ts';
import { compile } from '../engine/index.ts';

import { planFields } from './plan-fields.ts';
import { planKeys } from './plan-keys.ts';
import type { PlanLine } from './plan-line.ts';

/**
 * Plans what a change of the schema does to existing rows, to the table and to clients.
 * @param after the new model with its slots kept: see `keepSlots`
 *
 * @example
 * ```ts
 * const after = keepSlots(readModel(sources).model, model);
 * const text = printPlan(planChange(model, after));
 * ```
 */
export function planChange(before: Model, after: Model): PlanLine[] {
  return [...planData(slotRecord(before), after), ...planApi(before, after)];
}

/** Plans what a change does to rows and to the table. */
export function planData(before: SlotRecord, after: Model): PlanLine[] {
  const record = slotRecord(after);
  const versions = Object.fromEntries(
    Object.values(after.models).map(({ name, version }) => [name, version]),
  );
  return [...planFields(before, record, versions), ...planKeys(before, record)].toSorted(
    (one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind),
  );
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
        'Clients that use it fail: add a new one next to it, mark it @deprecated, and remove it when no client asks for it.',
    })),
    ...findDangerousChanges(one, other).map(({ type, description }) => ({
      kind: 'dangerous' as const,
      code: type,
      at: '',
      message: description,
      action: 'Clients that do not expect it may behave otherwise: inform their authors.',
    })),
  ];
}
