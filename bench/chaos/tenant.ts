import { isDeepStrictEqual } from 'node:util';

import {
  plainModel,
  typeNames,
  type PlainModel,
  type TypeName,
  type Values,
} from '../../test/beyond/plain-model.ts';
import { isCounted, pageRequest } from '../../test/beyond/plain-requests.ts';
import { randomStep, pick, type Step } from './steps.ts';
import type { Answer, System } from './system.ts';

/** What a client of a tenant saw. */
export interface Figures {
  requests: number;
  writes: number;
  /** Writes that ended with an error that only a fault causes, and those whose outcome no answer named. */
  failed: number;
  unknown: number;
  readonly problems: string[];
}

/** A client that alone writes a tenant's rows, so that a model knows every answer. */
export interface TenantClient {
  readonly name: string;
  readonly figures: Figures;
  /** Writes of the audited type: those that were certainly done, and those that may have been. */
  audited(): { readonly least: number; readonly most: number };
  /** Sends requests until `isOver`. */
  work(isOver: () => boolean): Promise<void>;
  /** Sends a write that no fault meets: it must have the outcome that the model has. */
  writeInPeace(step: Step): Promise<void>;
  /** Reads all rows until an answer comes, and compares them with the model. */
  compare(): Promise<void>;
}

/** Codes of errors that a fault causes, and that promise that nothing was done. */
const FAULTY = new Set(['THROTTLED', 'TIMEOUT', 'CONFLICT', 'INTERNAL']);
/** Tries of a read before the client gives up. */
const TRIES = 200;
const PAUSE = 100;

export function openTenant(system: System, name: string, random: () => number): TenantClient {
  const figures: Figures = { requests: 0, writes: 0, failed: 0, unknown: 0, problems: [] };
  let model = plainModel();
  let audited = 0;
  /** Writes of the audited type of which the rows do not show whether they were done. */
  let inDoubt = 0;
  const ask = (request: object): Promise<Answer | null> => {
    figures.requests += 1;
    return system.ask(name, request);
  };
  const report = (what: string, step: Step | null, more: unknown): void => {
    figures.problems.push(`${name}: ${what}: ${step?.title ?? ''} ${JSON.stringify(more)}`);
  };

  /** Returns the rows of a type as the API reads them. */
  async function rowsOf(type: TypeName): Promise<readonly Values[]> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await ask(pageRequest(type, 1000, null));
      const page = answer?.data?.['page'] as { items: Values[]; totalCount?: number } | null | undefined;
      if (page && !answer?.errors) {
        if (isCounted(type) && page.totalCount !== page.items.length)
          report(`${page.totalCount ?? 'no'} ${type} counted`, null, page.items);
        return sorted(page.items);
      }
      const [error] = answer?.errors ?? [];
      if (error && !FAULTY.has(String(error.extensions['code']))) report(`reads ${type}`, null, answer);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw new Error(`${name}: no answer to a read.`);
  }

  async function fits(candidate: PlainModel): Promise<boolean> {
    for (const type of typeNames)
      if (!isDeepStrictEqual(await rowsOf(type), sorted(candidate.rows(type)))) return false;
    return true;
  }

  /** Finds out by reads whether a write was done whose outcome no answer named. */
  async function resolve(step: Step, applied: PlainModel, answer: Answer | null): Promise<boolean> {
    figures.unknown += 1;
    // A request of a server that died, or a slow commit, may still arrive.
    await system.settled();
    if (await fits(model)) {
      if (step.type === 'Lock') inDoubt += 1;
      return false;
    }
    if (await fits(applied)) return true;
    const found: Record<string, readonly Values[]> = {};
    for (const type of typeNames) found[type] = await rowsOf(type);
    report('neither done nor undone', step, { answer, found });
    return false;
  }

  async function write(step: Step): Promise<void> {
    const applied = model.fork();
    const outcome = step.apply(applied);
    const kills = system.kills();
    const answer = await ask(step.request);
    const isForgotten = system.kills() > kills;
    figures.writes += 1;
    const [error] = answer?.errors ?? [];
    const { code, outcome: told, retryable } = error?.extensions ?? {};
    let isDone = false;
    if (!answer || told === 'UNKNOWN' || (error && isForgotten && retryable !== true))
      isDone = 'rows' in outcome && (await resolve(step, applied, answer));
    else if (!error) {
      const rows = 'rows' in outcome ? (step.many ? outcome.rows : outcome.rows[0]) : null;
      isDone = 'rows' in outcome;
      if (!isDeepStrictEqual(answer.data?.['found'], rows)) report('wrong answer', step, { answer, outcome });
    } else if (retryable === true && FAULTY.has(String(code))) figures.failed += 1;
    else if ('rows' in outcome || !outcome.codes.includes(String(code)))
      report('wrong error', step, { answer, outcome });
    if (!isDone) return;
    model = applied;
    if (step.type === 'Lock') audited += 'rows' in outcome ? outcome.rows.length : 0;
  }

  async function compare(): Promise<void> {
    for (const type of typeNames) {
      const [found, wanted] = [await rowsOf(type), sorted(model.rows(type))];
      if (!isDeepStrictEqual(found, wanted)) report(`holds other ${type}`, null, { found, wanted });
    }
  }

  return {
    name,
    figures,
    audited: () => ({ least: audited, most: audited + 2 * inDoubt }),
    compare,
    async writeInPeace(step) {
      const { failed, unknown } = figures;
      await write(step);
      if (figures.failed > failed || figures.unknown > unknown) report('is not done in peace', step, null);
    },
    async work(isOver) {
      while (!isOver()) {
        if (random() < 0.8) await write(randomStep(random));
        else {
          const type = pick(random, typeNames);
          const found = await rowsOf(type);
          const wanted = sorted(model.rows(type));
          if (!isDeepStrictEqual(found, wanted)) report(`reads other ${type}`, null, { found, wanted });
        }
      }
    },
  };
}

function sorted(rows: readonly Values[]): readonly Values[] {
  const plain = rows.map((row) => ({ ...row }));
  return plain.sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
}
