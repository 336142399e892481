import { PassThrough } from 'node:stream';

import { openPerson, type Person } from '../../src/cli/sign-in/index.ts';

/** Returns a terminal for tests: `type` sends keys, `screen` returns the output. */
function terminal(): { person: Person; type: (keys: string) => void; screen: () => string; raw: boolean[] } {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => raw.push(mode),
  });
  const stderr = new PassThrough();
  let screen = '';
  stderr.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  return {
    person: openPerson({ stdin, stderr }),
    type: (keys) => void stdin.write(keys),
    screen: () => screen,
    raw,
  };
}

describe('openPerson at a terminal', () => {
  it('reads a password that the screen never shows', async () => {
    const { person, type, screen, raw } = terminal();
    const answer = person.askSecret('Password');
    type('secreX\u007ft\r');
    expect(await answer).toBe('secret');
    // The terminal does not echo while readline reads.
    expect(raw).toEqual([true]);
    person.close();
    expect(raw).toEqual([true, false]);
    expect(screen()).toBe('Password: \n');
  });

  it('shows a code as it is typed, after a hidden password', async () => {
    const { person, type, screen } = terminal();
    const password = person.askSecret('Password');
    type('hidden\r');
    await password;
    const code = person.ask('Code');
    type('12 3456\r');
    expect(await code).toBe('12 3456');
    person.close();
    expect(screen()).toContain('Code: ');
    expect(screen()).toContain('12 3456');
    expect(screen()).not.toContain('hidden');
  });

  it('ends the sign-in on Ctrl-C', async () => {
    const { person, type } = terminal();
    const answer = person.askSecret('Password');
    type('\u0003');
    await expect(answer).rejects.toThrow('No answer came to: "Password". Nothing was signed in.');
  });
});

describe('openPerson in a script', () => {
  it('reads answers from lines of the input and fails when there are too few', async () => {
    const stdin = new PassThrough();
    const person = openPerson({ stdin, stderr: new PassThrough() });
    expect(person.isAtTerminal).toBe(false);
    stdin.end('one\ntwo');
    expect(await person.askSecret('First')).toBe('one');
    expect(await person.ask('Second')).toBe('two');
    await expect(person.ask('Third')).rejects.toThrow('No answer came to: "Third"');
  });
});
