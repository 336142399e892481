import { mergeResolvers } from '../merge-resolvers.ts';
import { operatorTenants } from './tenants.ts';
import { operatorUsage } from './usage.ts';

/** Every field of schema/operator that is not a plain value of its object. */
export const operatorResolvers = mergeResolvers(operatorTenants, operatorUsage);
