import { read } from './harness.ts';
import { rich } from './rich-schema.ts';

describe('the model of a rich schema', () => {
  const model = read(rich);

  it('is the golden one', () => {
    // As text, so that the order of fields counts.
    expect(JSON.stringify(model, null, 2)).toMatchSnapshot();
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });
});
