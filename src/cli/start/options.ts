import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { isCacheTime, isHeaderName, MAX_CACHE_SECONDS } from '../../lambda/index.ts';

import { parseArguments } from '../parse-arguments.ts';
import { UsageError } from '../../app/index.ts';

/** The options of `npm start`. */
export interface StartOptions {
  readonly schema: string;
  /** Null if the schema has no custom fields, or if each of them shall be a Problem. */
  readonly resolvers: string | null;
  /** Null if there are none. */
  readonly schedules: string | null;
  readonly plans: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly data: string;
  readonly reset: boolean;
  /** Tenants that get a table of their own, in addition to those that have one. */
  readonly silos: readonly string[];
  /** Null means `seed.json` next to the schema, or tenants and users without rows. */
  readonly seed: string | null;
  /** Amplify's exact API instead of ours. */
  readonly compat: boolean;
  /** Whether the operators' pool demands an authenticator, as it does on AWS. */
  readonly operatorMfa: boolean;
  /** Has each file scanned for malware before it can be downloaded. */
  readonly scanFiles: boolean;
  /** The seconds that the gateway keeps answers to GETs; null keeps none. */
  readonly cacheGets: number | null;
  /** Request headers that web pages may send, in addition to those that the API needs. */
  readonly allowHeaders: readonly string[];
  /** Limits of sockets that replace those of AWS. */
  readonly sockets: { readonly limits: { readonly idleMs?: number; readonly lifeMs?: number } };
  readonly quiet: boolean;
  readonly json: boolean;
  /** Serves changes of the app as they are saved. */
  readonly watch: boolean;
  /** Where codegen writes the types of the app while it is watched. Null writes none. */
  readonly generated: string | null;
  /** The form of the log. Null means lines for people on a terminal, otherwise JSON. */
  readonly log: 'pretty' | 'json' | null;
}

const DEFAULT_SCHEMA = 'schema/app';
const DEFAULT_RESOLVERS = 'src/resolvers';
const DEFAULT_SCHEDULES = 'src/schedules';
const DEFAULT_PLANS = 'schema/plans.json';

export const HELP = `Usage: npm start -- [options]

  --schema DIR      the schema: a folder of .graphql files, or one file   (${DEFAULT_SCHEMA})
  --resolvers DIR   its custom fields, a file a GraphQL type              (${DEFAULT_RESOLVERS} for ${DEFAULT_SCHEMA}, else none)
  --schedules DIR   what runs for each tenant at times                    (${DEFAULT_SCHEDULES} for ${DEFAULT_SCHEMA}, else none)
  --plans FILE      the plans of the tenants                              (${DEFAULT_PLANS})
  --port N          the one port for everything; 0 takes a free one       (4000)
  --data DIR        where users and rows are kept                         (.tenantql)
  --reset           forget what is kept there
  --seed FILE       tenants, users and rows to begin with                 (seed.json in the schema's folder)
  --silo TENANT     make a table of its own for a tenant, which is kept; may be given again
  --compat          serve Amplify's exact API
  --operator-mfa    have operators sign in with an authenticator, as on AWS
  --scan-files      have each file scanned before it can be read, as a stage may
  --cache-gets N    keep answers to GETs for N seconds, as a stage may      (none)
  --allow-headers L which other headers pages may send, separated by commas (* for all)
  --socket-idle N   close a socket after N seconds without a message        (600, as on AWS)
  --socket-life N   close a socket after N seconds                          (7200, as on AWS)
  --watch           serve changes as they are saved: npm run dev
  --generated DIR   where --watch writes the types of the schema          (src/generated for ${DEFAULT_SCHEMA}, else none)
  --log FORMAT      log requests as lines to read (pretty) or as JSON      (pretty on a terminal, else json)
  --quiet           print only what went wrong
  --json            print a line of JSON when ready, and one for a mail
  --help            print this
`;

/**
 * Reads the command line.
 * @throws {UsageError} naming the option
 */
export function readOptions(args: readonly string[]): StartOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new UsageError(`The option --port takes a number from 0 to 65535, not "${values.port}".`);
  }
  const misnamed = values.silo.find((tenant) => !TENANT_ID_PATTERN.test(tenant));
  if (misnamed !== undefined)
    throw new UsageError(`The option --silo takes the id of a tenant, not "${misnamed}".`);
  const isOwnApp = values.schema === DEFAULT_SCHEMA;
  const defaultResolvers = isOwnApp && existsSync(DEFAULT_RESOLVERS) ? DEFAULT_RESOLVERS : null;
  const { silo: silos, ...others } = values;
  return {
    ...others,
    silos,
    port,
    operatorMfa: values['operator-mfa'],
    scanFiles: values['scan-files'],
    resolvers: values.resolvers ?? defaultResolvers,
    schedules: values.schedules ?? (isOwnApp ? DEFAULT_SCHEDULES : null),
    generated: values.generated ?? (isOwnApp ? 'src/generated' : null),
    seed: values.seed ?? null,
    cacheGets: readCacheGets(values['cache-gets']),
    allowHeaders: readAllowHeaders(values['allow-headers']),
    sockets: {
      limits: {
        ...readLimit('idleMs', '--socket-idle', values['socket-idle'], 600),
        ...readLimit('lifeMs', '--socket-life', values['socket-life'], 7200),
      },
    },
    log: readLogFormat(values.log),
  };
}

function readAllowHeaders(given: string): readonly string[] {
  const names = given.split(',').map((name) => name.trim().toLowerCase());
  const odd = names.find((name) => !isHeaderName(name));
  if (odd === undefined) return names;
  throw new UsageError(`The option --allow-headers takes names of headers or *, not "${odd}".`);
}

/** Reads a limit of sockets in seconds, which is at most that of AWS. Returns it in milliseconds, by its name. */
function readLimit<Name extends string>(
  name: Name,
  option: string,
  given: string | undefined,
  most: number,
): Partial<Record<Name, number>> {
  if (given === undefined) return {};
  const seconds = /^\d+$/.test(given) ? Number(given) : NaN;
  if (seconds >= 1 && seconds <= most) return { [name]: seconds * 1000 } as Record<Name, number>;
  throw new UsageError(
    `The option ${option} takes a whole number of seconds from 1 to ${most}, not "${given}".`,
  );
}

function readLogFormat(given: string | undefined): StartOptions['log'] {
  if (given === undefined) return null;
  if (given === 'pretty' || given === 'json') return given;
  throw new UsageError(`The option --log takes "pretty" or "json", not "${given}".`);
}

/** Returns the path of the seed, whether it is there or not. */
export function seedFile({ seed, schema }: Pick<StartOptions, 'seed' | 'schema'>): string {
  const isFolder = statSync(schema, { throwIfNoEntry: false })?.isDirectory() === true;
  return seed ?? join(isFolder ? schema : dirname(schema), 'seed.json');
}

function readCacheGets(given: string | undefined): number | null {
  if (given === undefined) return null;
  const seconds = /^\d+$/.test(given) ? Number(given) : NaN;
  if (isCacheTime(seconds)) return seconds;
  throw new UsageError(
    `The option --cache-gets takes a whole number of seconds from 1 to ${MAX_CACHE_SECONDS}, not "${given}".`,
  );
}

function parse(args: readonly string[]) {
  return parseArguments(
    {
      args: [...args],
      options: {
        schema: { type: 'string', default: DEFAULT_SCHEMA },
        resolvers: { type: 'string' },
        schedules: { type: 'string' },
        plans: { type: 'string', default: DEFAULT_PLANS },
        port: { type: 'string', default: '4000' },
        data: { type: 'string', default: '.tenantql' },
        reset: { type: 'boolean', default: false },
        seed: { type: 'string' },
        silo: { type: 'string', multiple: true, default: [] },
        compat: { type: 'boolean', default: false },
        'operator-mfa': { type: 'boolean', default: false },
        'scan-files': { type: 'boolean', default: false },
        'cache-gets': { type: 'string' },
        'socket-idle': { type: 'string' },
        'socket-life': { type: 'string' },
        'allow-headers': { type: 'string', default: '*' },
        watch: { type: 'boolean', default: false },
        generated: { type: 'string' },
        log: { type: 'string' },
        quiet: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    HELP,
  ).values;
}
