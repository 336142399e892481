import { openServed } from '../../src/local/served.ts';

/** Returns a promise with the function that resolves it. */
function door(): { readonly closed: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (open = resolve));
  return { closed, open };
}

describe('openServed', () => {
  it('ends work on the value that it began with', async () => {
    const served = openServed('old');
    const { closed, open } = door();
    const work = served.use(async (value) => {
      await closed;
      return value;
    });
    served.replace('new');
    open();
    expect([await work, await served.use((value) => Promise.resolve(value))]).toEqual(['old', 'new']);
  });

  it('lets work under way end before a change alone, and new work wait for it', async () => {
    const served = openServed('old');
    const { closed, open } = door();
    const events: string[] = [];
    const before = served.use(async (value) => {
      await closed;
      events.push(`before: ${value}`);
    });
    const change = served.alone(() => {
      events.push('change');
      served.replace('new');
      return Promise.resolve();
    });
    const after = served.use((value) => {
      events.push(`after: ${value}`);
      return Promise.resolve();
    });
    open();
    await Promise.all([before, change, after]);
    expect(events).toEqual(['before: old', 'change', 'after: new']);
  });

  it('serves the old value again when a change alone fails', async () => {
    const served = openServed('old');
    await expect(served.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await served.use((value) => Promise.resolve(value))).toBe('old');
  });

  it('goes on when work under way fails', async () => {
    const served = openServed('old');
    const failing = served.use(() => Promise.reject(new Error('no')));
    await expect(
      Promise.all([served.alone(() => Promise.resolve('done')), expect(failing).rejects.toThrow('no')]),
    ).resolves.toEqual(['done', undefined]);
  });
});
