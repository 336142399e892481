import { expiringCache } from '../../src/local-cloud/gateway/expiring-cache.ts';

describe("a cache of the gateway's", () => {
  it('returns a value until its seconds have passed', () => {
    let clock = 0;
    const cache = expiringCache<string>(() => clock);
    cache.set('key', 'value', 2);
    clock = 1_999;
    expect(cache.get('key')).toBe('value');
    clock = 2_000;
    expect(cache.get('key')).toBeNull();
  });

  it('drops the entry that was added first when it has more than 1,000', () => {
    const cache = expiringCache<number>(() => 0);
    for (let n = 0; n <= 1_000; n += 1) cache.set(String(n), n, 1);
    expect(cache.get('0')).toBeNull();
    expect(cache.get('1')).toBe(1);
    expect(cache.get('1000')).toBe(1_000);
  });
});
