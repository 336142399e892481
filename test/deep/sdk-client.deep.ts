import '../store/contract/dynamo.test.ts';
import '../store/faults.test.ts';
import '../store/outcomes.test.ts';

// The same claims by the client of the SDK, which DYNAMODB_CLIENT chooses. The tests open their clients later than this line.
process.env['DYNAMODB_CLIENT'] = 'sdk';
afterAll(() => {
  delete process.env['DYNAMODB_CLIENT'];
});
