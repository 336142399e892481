import { read } from './harness.ts';
import { rich } from './rich-schema.ts';

describe('the model of a rich schema', () => {
  const model = read(rich);

  it('is the golden one', () => {
    expect(model).toMatchSnapshot();
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });
});
