export {
  IDENTITY_TARGET,
  openIdentityPool,
  type IdentityPool,
  type IdentityPoolOptions,
} from './identity-pool.ts';
