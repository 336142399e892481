import type { SchemaSource } from '../src/model/index.ts';
import type { Outbound } from '../src/outbound/index.ts';
import type { Send } from '../src/store/index.ts';
import type { CustomResolvers, CustomSchedules } from '../src/engine/index.ts';
import type { Mailer, Plans } from '../src/platform/index.ts';
import type { Seed } from '../src/app/seed/read-seed.ts';
import type { Places } from '../codegen/places.ts';

/** What a test may choose about its API. */
export interface TestApiOptions {
  /** The app to open; by default the fixture of the product's own tests. */
  readonly app?: Places;
  /** SDL in place of the fixture's schema; then `resolvers` are the only custom resolvers. */
  readonly sdl?: string;
  readonly resolvers?: CustomResolvers;
  /** Schedules in place of the fixture's. */
  readonly schedules?: CustomSchedules;
  /** The same, as sources: with those of the platform. */
  readonly sources?: readonly SchemaSource[];
  /** Parts of the seed that replace those of the fixture's seed.json. */
  readonly seed?: Partial<Seed>;
  /** Tenants of the seed whose rows are in a silo. */
  readonly silos?: readonly string[];
  /** Tenants that also have a silo table; their rows are where the seed says. */
  readonly siloTables?: readonly string[];
  /** Sends mails into `mails` of the API; off by default. */
  readonly mails?: boolean;
  /** Sends mails in place of that. */
  readonly mailer?: Mailer;
  /** Serves Amplify's exact API. */
  readonly compat?: boolean;
  /** The clock of the gate and the platform. */
  readonly now?: () => number;
  /** Records sign-ins in the audit; off by default, because every operation of a test begins with a sign-in. */
  readonly signIns?: boolean;
  /** Returns the URL at which a test serves the bucket of files; by default links have that of AWS. */
  readonly filesUrl?: () => string;
  /** Applies the limits of plans; off by default. */
  readonly limits?: boolean;
  /** Plans that replace those of the fixture's plans.json. */
  readonly plans?: Plans;
  /** Wraps the calls of the store; called for each tenant. */
  readonly through?: (send: Send) => Send;
  /** Wraps the calls on the control table; called for each function. */
  readonly throughControl?: (send: Send) => Send;
  /** Returns the endpoint of all calls but the direct ones, such as that of a proxy before the given one. */
  readonly behind?: (endpoint: string) => Promise<string>;
  /** Milliseconds that an attempt of a call may take; by default so many that a slow machine is no failure. */
  readonly requestTimeout?: number;
  /** Lets uploads wait for a scan for malware. */
  readonly scanFiles?: boolean;
  /** By default the policy of a laptop. */
  readonly outbound?: Outbound;
  /** Returns the milliseconds that a request has left when it begins. */
  readonly remaining?: () => number;
}

/** Returns the schema that a test gives in place of the fixture's, or null. */
export function ownSources({ sdl, sources }: TestApiOptions): readonly SchemaSource[] | null {
  return sources ?? (sdl === undefined ? null : [{ file: 'test', text: sdl }]);
}
