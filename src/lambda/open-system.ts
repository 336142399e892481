import type { JobParts, PlatformParts } from '../platform/index.ts';

import type { AuthorizerHandler } from './authorizer-handler.ts';
import type { ChangesHandler } from './changes-handler.ts';
import type { FilesHandler } from './files-handler.ts';
import type { FunctionName } from './function-names.ts';
import { openAuthorizer } from './functions/open-authorizer.ts';
import { openChanges } from './functions/open-changes.ts';
import { openFiles } from './functions/open-files.ts';
import { openGraphql } from './functions/open-graphql.ts';
import { openMeter } from './functions/open-meter.ts';
import { openOperatorAuthorizer } from './functions/open-operator-authorizer.ts';
import { openOperator } from './functions/open-operator.ts';
import { openPlatform } from './functions/open-platform.ts';
import { openSocket } from './functions/open-socket.ts';
import { openWebhooks } from './functions/open-webhooks.ts';
import { openJobParts, openWorkOf } from './functions/open-work.ts';
import { openPostConfirmation, openPreSignUp, openPreToken } from './functions/open-triggers.ts';
import type { MeterHandler } from './meter-handler.ts';
import type { PostConfirmation } from './post-confirmation-handler.ts';
import type { PreSignUp } from './pre-sign-up-handler.ts';
import type { PreTokenGeneration } from './pre-token-generation.ts';
import type { ProxyHandler } from './proxy-handler.ts';
import type { SocketHandler } from './socket-events.ts';
import type { SystemParts } from './system-parts.ts';
import type { WebhooksHandler } from './webhooks-handler.ts';
import type { WorkHandler } from './work-handler.ts';

/** The handler of each function. */
export interface Handlers extends Record<FunctionName, unknown> {
  readonly graphql: ProxyHandler;
  readonly socket: SocketHandler;
  readonly authorizer: AuthorizerHandler;
  readonly operator: ProxyHandler;
  readonly 'operator-authorizer': AuthorizerHandler;
  readonly changes: ChangesHandler;
  readonly work: WorkHandler;
  readonly webhooks: WebhooksHandler;
  readonly files: FilesHandler;
  readonly meter: MeterHandler;
  readonly 'pre-token': PreTokenGeneration;
  readonly 'pre-sign-up': PreSignUp;
  readonly 'post-confirmation': PostConfirmation;
}

/** All functions in one process. */
export interface System {
  readonly handlers: Handlers;
  /** The platform with the role of the function `graphql`. */
  readonly platform: PlatformParts;
  /** The parts for jobs, with the role of the function `work`. */
  readonly jobParts: JobParts;
}

/** The parts of functions that share a process. */
export interface SharedParts extends SystemParts {
  /** Delivers the log lines that wait in this process. Returns whether there were any. */
  readonly deliverLines: () => Promise<boolean>;
}

/**
 * Opens all functions in one process, for a laptop and for tests. Each is opened by the same piece in
 * `functions/` as on AWS, and has its own role.
 * @example
 * ```ts
 * const { handlers } = openSystem(systemParts);
 * const result = await handlers.graphql(event, lambdaContext);
 * ```
 */
export function openSystem(parts: SharedParts): System {
  const meter = openMeter(parts);
  const catchUp = inTurn(parts.deliverLines, () => meter({ unfinished: true }));
  const platform = openPlatform('graphql', parts, catchUp);
  const jobParts = openJobParts(parts, openPlatform('work', parts, catchUp));
  return {
    platform,
    jobParts,
    handlers: {
      graphql: openGraphql(parts, platform),
      socket: openSocket(parts, openPlatform('socket', parts)),
      authorizer: openAuthorizer(parts),
      operator: openOperator(parts, openPlatform('operator', parts, catchUp)),
      'operator-authorizer': openOperatorAuthorizer(parts),
      changes: openChanges(parts, openPlatform('changes', parts)),
      work: openWorkOf(parts, jobParts),
      webhooks: openWebhooks(parts, openPlatform('webhooks', parts)),
      files: openFiles(parts),
      meter,
      'pre-token': openPreToken(parts),
      'pre-sign-up': openPreSignUp(parts),
      'post-confirmation': openPostConfirmation(parts),
    },
  };
}

/**
 * Returns what delivers the waiting lines and counts them. One call at a time does so, because the later count has more
 * lines.
 */
function inTurn(deliver: () => Promise<boolean>, count: () => Promise<void>): () => Promise<void> {
  let isBehind = true;
  let last: Promise<void> = Promise.resolve();
  const work = async (): Promise<void> => {
    isBehind = (await deliver()) || isBehind;
    if (!isBehind) return;
    await count();
    isBehind = false;
  };
  return () => (last = last.then(work, work));
}
