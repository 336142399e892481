import type { Scope, VerifierOptions } from '../tenant/index.ts';
import type { Model } from '../model/index.ts';
import type { Outbound } from '../outbound/index.ts';
import type {
  Archives,
  Connections,
  FileObjectsOf,
  LogLines,
  RealtimeSendOf,
  SealSecret,
  Send,
  SendOf,
  Sockets,
} from '../store/index.ts';
import type { CustomResolvers, CustomSchedules, ScheduleInfo } from '../engine/index.ts';
import type {
  EventBus,
  Identities,
  Limiter,
  LimiterOptions,
  MailService,
  MailTemplates,
  Plans,
  WorkQueue,
} from '../platform/index.ts';
import type { Log } from '../server/index.ts';

import type { FunctionName, TenantFunction } from './function-names.ts';

/** A user pool whose tokens a function verifies. */
type UserPool = Pick<VerifierOptions, 'userPoolId' | 'clientId' | 'jwks' | 'fetchesAhead'>;

/**
 * The parts of which all functions are made. AWS, a laptop and the tests give parts and wire nothing themselves. Each
 * function in `functions/` names those that it needs.
 */
export interface SystemParts {
  /** Returns the calls on the control table with the role of a function. */
  readonly controlSendOf: (name: FunctionName) => Send;
  /** Returns the calls on rows, each as the tenant of a scope, with sessions that a function requests. */
  readonly sendOf: (name: TenantFunction) => SendOf;
  /** Returns the calls on the table of subscriptions, each as the tenant of a scope, with sessions that a function requests. */
  readonly realtimeSendOf: (name: TenantFunction) => RealtimeSendOf;
  /** Returns the records of connections with the role of a function. */
  readonly connectionsOf: (name: FunctionName) => Connections;
  /** Returns the name of the table that had the rows of a scope's tenant at a time, in milliseconds since 1970. */
  readonly tableOf: (scope: Scope, at: number) => string;
  /** Returns the open connections, which a function reaches with its role. */
  readonly socketsOf: (name: FunctionName) => Sockets;
  /** Returns the bucket of archives with the role of a function. */
  readonly archivesOf: (name: FunctionName) => Archives;
  /** Returns the files of tenants, each with sessions that a function requests. */
  readonly filesOf: (name: TenantFunction) => FileObjectsOf;
  /** Whether an upload waits for a scan for malware before it can be downloaded. */
  readonly scanFiles: boolean;
  /** Calls of servers that tenants chose. */
  readonly outbound: Outbound;
  /** The log lines of requests, with the role of the function `meter`. */
  readonly lines: LogLines;
  /** The user pool of the tenants. */
  readonly users: UserPool;
  /** The user pool of the operators. */
  readonly operators: UserPool;
  /** The users of the tenants' pool, to find and to delete. */
  readonly identities: Identities;
  /** The model of the tenants' API. */
  readonly model: Model;
  /** The model of schema/operator. */
  readonly operatorModel: Model;
  readonly plans: Plans;
  /** The custom resolvers of the tenants' API. */
  readonly resolvers: CustomResolvers;
  /** What is known of the schedules of the application without their code. */
  readonly scheduleInfos: readonly ScheduleInfo[];
  /** The schedules of the application. Only the function `work` runs them. */
  readonly schedules: CustomSchedules;
  /** Serves Amplify's exact API instead of ours. */
  readonly compat: boolean;
  /** Makes the limiter that holds tenants to their plans. Null limits no tenant. */
  readonly openLimiter: ((options: LimiterOptions) => Limiter) | null;
  /** At least 32 characters that seal the cursors, or a function that returns them at the first use. */
  readonly cursorSecret: SealSecret;
  /** Whether changes send mails. */
  readonly sendsMail: boolean;
  /** The service by which the function `work` sends mails. Null if the stage sends none. */
  readonly mailService: MailService | null;
  readonly mailTemplates: MailTemplates;
  /** Distinguishes the gateway's keys of this stage from those of other stages. */
  readonly tierPrefix: string;
  /** The queues of the tenants' work as one. */
  readonly queue: WorkQueue;
  /** The bus of events about tenants. */
  readonly bus: EventBus;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}
