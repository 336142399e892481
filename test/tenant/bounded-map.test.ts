import { boundedMap } from '../../src/tenant/index.ts';

describe('a bounded map', () => {
  const filled = (onDrop?: (value: number) => void) => {
    const map = boundedMap<string, number>(2, onDrop);
    map.set('a', 1);
    map.set('b', 2);
    return { map, kept: () => ['a', 'b', 'c'].filter((key) => map.get(key) !== undefined) };
  };

  it('drops the entry that was added first when one more is added than its limit', () => {
    const { map, kept } = filled();
    expect(kept()).toEqual(['a', 'b']);
    map.set('c', 3);
    expect(kept()).toEqual(['b', 'c']);
  });

  it('drops nothing when a known key is set, and leaves the key at its place', () => {
    const { map, kept } = filled();
    map.set('a', 4);
    expect(kept()).toEqual(['a', 'b']);
    map.set('c', 3);
    expect(kept()).toEqual(['b', 'c']);
  });

  it('does not count a read as use', () => {
    const { map, kept } = filled();
    map.get('a');
    map.set('c', 3);
    expect(kept()).toEqual(['b', 'c']);
  });

  it('keeps a key longer when the caller deletes it before setting it', () => {
    const { map, kept } = filled();
    map.delete('a');
    map.set('a', 1);
    map.set('c', 3);
    expect(kept()).toEqual(['a', 'c']);
  });

  it('hands over the values that the limit drops, and no value that is deleted', () => {
    const dropped: number[] = [];
    const { map } = filled((value) => dropped.push(value));
    map.delete('a');
    map.set('c', 3);
    expect(dropped).toEqual([]);
    map.set('a', 1);
    expect(dropped).toEqual([2]);
  });
});
