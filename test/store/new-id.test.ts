import { newId } from '../../src/store/index.ts';

const NOW = Date.UTC(2030, 0, 1);
/** Returns the time of an id in milliseconds since 1970. */
const timeOf = (id: string): number => parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('newId', () => {
  it('orders the ids of a process, also when its clock goes back by less than a minute', () => {
    const ids = [newId(NOW), newId(NOW), newId(NOW - 59_000), newId(NOW + 1)];

    expect([...ids].sort()).toEqual(ids);
    expect(ids.map(timeOf)).toEqual([NOW, NOW, NOW, NOW + 1]);
  });

  it('follows a clock that is set back by more than a minute, so that no id has a time to come', () => {
    newId(NOW + 86_400_000);

    expect(timeOf(newId(NOW))).toBe(NOW);
  });
});
