import type { JobParts, PlatformParts } from '../platform/index.ts';

import type { AuthorizerHandler } from './authorizer-handler.ts';
import type { ChangesHandler } from './changes-handler.ts';
import type { FunctionName } from './function-names.ts';
import { openAuthorizer } from './functions/open-authorizer.ts';
import { openChanges } from './functions/open-changes.ts';
import { openGraphql } from './functions/open-graphql.ts';
import { openOperatorAuthorizer } from './functions/open-operator-authorizer.ts';
import { openOperator } from './functions/open-operator.ts';
import { openPlatform } from './functions/open-platform.ts';
import { openJobParts } from './functions/open-work.ts';
import { openPostConfirmation, openPreSignUp, openPreToken } from './functions/open-triggers.ts';
import type { PostConfirmation } from './post-confirmation-handler.ts';
import type { PreSignUp } from './pre-sign-up-handler.ts';
import type { PreTokenGeneration } from './pre-token-generation.ts';
import type { ProxyHandler } from './proxy-handler.ts';
import type { SystemParts } from './system-parts.ts';
import { createWorkHandler, type WorkHandler } from './work-handler.ts';

/** The handler of each function. */
export interface Handlers extends Record<FunctionName, unknown> {
  readonly graphql: ProxyHandler;
  readonly authorizer: AuthorizerHandler;
  readonly operator: ProxyHandler;
  readonly 'operator-authorizer': AuthorizerHandler;
  readonly changes: ChangesHandler;
  readonly work: WorkHandler;
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

/**
 * Opens all functions in one process, for a laptop and for tests. Each is opened by the same piece in
 * `functions/` as on AWS, and has its own role.
 * @example
 * ```ts
 * const { handlers } = openSystem(systemParts);
 * const result = await handlers.graphql(event, lambdaContext);
 * ```
 */
export function openSystem(parts: SystemParts): System {
  const platform = openPlatform('graphql', parts);
  const jobParts = openJobParts(parts, sharingUsage(platform, openPlatform('work', parts)));
  return {
    platform,
    jobParts,
    handlers: {
      graphql: openGraphql(parts, platform),
      authorizer: openAuthorizer(parts),
      operator: openOperator(parts, sharingUsage(platform, openPlatform('operator', parts))),
      'operator-authorizer': openOperatorAuthorizer(parts),
      changes: openChanges(parts),
      work: createWorkHandler({ parts: jobParts, queue: parts.queue, log: parts.log }),
      'pre-token': openPreToken(parts),
      'pre-sign-up': openPreSignUp(parts),
      'post-confirmation': openPostConfirmation(parts),
    },
  };
}

/** The usage that the API counted is in the memory of this process. Each function reads the ledger with its own role. */
function sharingUsage({ meter }: PlatformParts, own: PlatformParts): PlatformParts {
  return { ...own, meter: { ...meter, ledger: own.meter.ledger } };
}
