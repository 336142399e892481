import { read } from './harness.ts';
import { rich } from './rich-schema.ts';

describe('the model of a rich schema', () => {
  const model = read(rich);

  it('equals the golden snapshot', () => {
    // As text, because a comparison of objects ignores the order of fields.
    expect(JSON.stringify(model, null, 2)).toMatchSnapshot();
  });

  it('survives a round trip through JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });
});
