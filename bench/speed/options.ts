import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { NODE } from './children.ts';
import { COLD } from './cold-starts.ts';
import { RIVAL_NAMES, type RivalName } from './bundles.ts';
import { hasPostgres } from './postgres.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

export interface Options {
  readonly scenarios: readonly string[];
  readonly rivals: readonly RivalName[];
  readonly rounds: number;
  readonly seed: number;
  /** Milliseconds of the database; null measures those of each scenario. */
  readonly delays: readonly number[] | null;
  /** The CPU of a round, in milliseconds. */
  readonly roundTime: number;
  /** The file of the results. */
  readonly json: string | null;
}

const NAMES = [...SCENARIOS.keys(), ...COLD.keys()];

export const USAGE = `npm run bench -- [scenario…] [options]

  --rivals a,b     what is compared; "" measures ours alone (${RIVAL_NAMES.join(',')});
                   postgraphile needs PostgreSQL and Node 22, and is left out by default without them
  --rounds n       rounds of each variant (12)
  --delay a,b      milliseconds of the database, in place of those of the scenario
  --round-time n   milliseconds of CPU in a round (250)
  --seed n         the order of the rounds
  --json file      where the results go, in place of a temporary folder

Scenarios: ${NAMES.join(', ')}.
\`warm\` and \`cold\` name all of a kind. BENCH_NODE names the Node that runs the measured code.
`;

/** Reads the arguments of the command. @throws {Error} if one is not known */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rivals: {
        type: 'string',
        default: usualRivals().join(','),
      },
      rounds: { type: 'string', default: '12' },
      delay: { type: 'string' },
      'round-time': { type: 'string', default: '250' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      json: { type: 'string' },
    },
  });
  return {
    scenarios: positionals.length > 0 ? positionals.flatMap(namesOf) : NAMES,
    rivals: values.rivals.split(',').filter(Boolean).map(rivalOf),
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    delays: values.delay?.split(',').map(Number) ?? null,
    roundTime: Number(values['round-time']),
    json: values.json ?? null,
  };
}

/** Returns the rivals that can run here. PostGraphile needs a server of PostgreSQL, and Node 22. */
function usualRivals(): readonly RivalName[] {
  const version = spawnSync(NODE, ['--version']).stdout.toString();
  const hasSql = Number(/^v(\d+)/.exec(version)?.[1]) >= 22 && hasPostgres();
  return RIVAL_NAMES.filter((name) => name !== 'postgraphile' || hasSql);
}

function namesOf(name: string): readonly string[] {
  if (name === 'warm') return [...SCENARIOS.keys()];
  if (name === 'cold') return [...COLD.keys()];
  if (!NAMES.includes(name))
    throw new Error(`There is no scenario "${name}". There are: ${NAMES.join(', ')}.`);
  return [name];
}

function rivalOf(name: string): RivalName {
  const found = RIVAL_NAMES.find((one) => one === name);
  if (!found) throw new Error(`There is no rival "${name}". There are: ${RIVAL_NAMES.join(', ')}.`);
  return found;
}

/** Returns the warm scenario that is to be profiled. @throws {Error} if there is none of this name */
export function profiledScenario(name: string | undefined): Scenario {
  const found = SCENARIOS.get(name ?? '');
  if (!found || found.isConstant) {
    const names = [...SCENARIOS].flatMap(([one, { isConstant }]) => (isConstant ? [] : [one]));
    throw new Error(`Name a warm scenario: npm run bench:profile -- ${names.join(' | ')}`);
  }
  return found;
}
