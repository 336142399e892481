import { cognitoVerifier } from '../../tenant/index.ts';
import type { PlatformParts } from '../../platform/index.ts';

import { createOperatorHandler } from '../operator-handler.ts';
import type { ProxyHandler } from '../proxy-handler.ts';
import type { SystemParts } from '../system-parts.ts';

export type OperatorParts = Pick<SystemParts, 'operatorModel' | 'operators' | 'log'>;

/** Opens the function behind `/operator/graphql`, the API of the operators. */
export function openOperator(
  { operatorModel, operators, log }: OperatorParts,
  platform: PlatformParts,
): ProxyHandler {
  const verify = cognitoVerifier({ ...operators, needsTenant: false });
  return createOperatorHandler({ model: operatorModel, platform, verify, log });
}
