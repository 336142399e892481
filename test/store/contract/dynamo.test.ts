import { startFixture } from '../fixture.ts';
import { storeContract } from './store-contract.ts';

storeContract('DynamoDB', async (model) => {
  const fixture = await startFixture(model);
  return {
    storeOf: (tenant, options) => fixture.store(tenant, options),
    filesOf: (tenant, now) => fixture.files(tenant, { ...(now && { now }) }),
    close: () => fixture.stop(),
  };
});
