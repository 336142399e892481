import type { Addresses } from '../../src/cli/outputs/index.ts';

export const LAPTOP: Addresses = {
  region: 'us-east-1',
  userPoolId: 'us-east-1_LOCAL0001',
  userPoolClientId: 'client',
  identityPoolId: 'us-east-1:10ca1000-0000-4000-8000-000000000001',
  filesBucket: 'files.local',
  cloudEndpoint: 'http://localhost:4000',
  endpoint: 'http://localhost:4000/api/graphql',
  realtimeEndpoint: 'ws://localhost:4000/api/graphql/realtime',
};
