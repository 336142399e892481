import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

import fc from 'fast-check';

import { awsScalars } from '../../src/model/scalars/index.ts';
import type { AwsScalar } from '../../src/model/scalars/index.ts';
import { scalarValues } from './scalar-values.ts';
import { roundsOf } from '../sweeps/rounds.ts';

const seed = 20240229;
const everyScalar = Object.values(awsScalars);

/** Returns what `parse` throws; fails when it accepts the value. */
function refusal(scalar: AwsScalar, value: unknown): unknown {
  let result: unknown;
  try {
    result = scalar.parse(value);
  } catch (error) {
    return error;
  }
  throw new Error(`${scalar.name} accepted ${inspect(value)} as ${inspect(result)}`);
}

function accepts(scalar: AwsScalar, value: unknown): boolean {
  try {
    return Object.is(scalar.parse(value), value);
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : inspect(value, { breakLength: Infinity });
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

describe.each(everyScalar)('$name', (scalar) => {
  const { accepted, refused } = scalarValues[scalar.name];

  for (const [claim, values] of Object.entries(accepted)) {
    it.each(values.map((value) => [shown(value), value]))(`accepts %s unchanged: ${claim}`, (_, value) => {
      expect(scalar.parse(value)).toBe(value);
    });
  }

  for (const [claim, values] of Object.entries(refused)) {
    it.each(values.map((value) => [shown(value), value]))(`rejects %s: ${claim}`, (_, value) => {
      expect(refusal(scalar, value)).toBeInstanceOf(TypeError);
    });
  }

  it('is exported under its own name and has a description in whole sentences', () => {
    expect(awsScalars[scalar.name]).toBe(scalar);
    expect(scalar.description).toMatch(/^[A-Z].*\.$/);
  });

  it('returns any value unchanged or throws a TypeError that names the scalar and the expected form', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (value) => {
        if (accepts(scalar, value)) return;
        const error = refusal(scalar, value);
        expect(error).toBeInstanceOf(TypeError);
        expect((error as TypeError).message).toMatch(
          new RegExp(`^.+ is not a valid ${scalar.name}\\. Expected .+\\.$`, 's'),
        );
      }),
      { seed, numRuns: roundsOf(200) },
    );
  });

  it('shortens a long value to 80 characters in its error message', () => {
    const { message } = refusal(scalar, '@'.repeat(500)) as TypeError;
    expect(message).toContain(`"${'@'.repeat(79)}…" is not a valid ${scalar.name}.`);
    expect(message).not.toContain('@'.repeat(80));
  });

  it.each([
    ['digits', '1'.repeat(100_000)],
    ['digits and an unfit end', `${'1'.repeat(100_000)}!`],
    ['a day and endless offsets', `2024-02-29${'+05:30'.repeat(17_000)}`],
    ['a fraction without end', `2024-02-29T12:30:24.${'9'.repeat(100_000)}Z`],
    ['labels', `a@${'a.'.repeat(50_000)}!`],
    ['hyphens', `a@a${'-'.repeat(100_000)}`],
    ['colons', ':'.repeat(100_000)],
    ['slashes', `a:${'/'.repeat(100_000)}`],
    ['percent signs', `http://a/${'%20'.repeat(33_000)}%`],
    ['open brackets', '['.repeat(100_000)],
    ['open objects', '{"a":'.repeat(20_000)],
    ['parentheses', `+1${'('.repeat(100_000)}`],
    ['spaces', `1${' '.repeat(100_000)}x`],
  ])('rejects 100 kB of %s', (_, text) => {
    // Only AWSJSON accepts any of these texts: a number of 100 000 digits is valid JSON.
    if (scalar.name === 'AWSJSON' && /^\d+$/.test(text)) expect(scalar.parse(text)).toBe(text);
    else expect(refusal(scalar, text)).toBeInstanceOf(TypeError);
  });
});

describe('the error message of a scalar', () => {
  const { AWSDate, AWSJSON, AWSTimestamp, AWSURL } = awsScalars;

  it('quotes the value and describes the expected form', () => {
    expect(() => AWSDate.parse('2023-02-29')).toThrow(
      '"2023-02-29" is not a valid AWSDate. Expected a day that exists as YYYY-MM-DD, then optionally Z or an offset ±hh:mm or ±hh:mm:ss up to 18:00.',
    );
    expect(() => AWSTimestamp.parse('0')).toThrow('"0" is not a valid AWSTimestamp. Expected a whole number');
  });

  it('quotes an object that was passed in place of JSON text and names JSON.stringify', () => {
    expect(() => AWSJSON.parse({ colour: 'red' })).toThrow(
      /^\{ colour: 'red' \} is not a valid AWSJSON\. Expected .*JSON\.stringify/,
    );
  });

  it('escapes line breaks, so that a value cannot forge a log line', () => {
    expect(() => AWSDate.parse('1\n2')).toThrow('"1\\n2" is not a valid AWSDate.');
  });

  it('names the maximum length when the text is too long', () => {
    expect(() => AWSURL.parse(`a:${'b'.repeat(8000)}`)).toThrow(
      'Expected at most 8000 characters, not 8002.',
    );
  });
});

describe('AWSDate and AWSDateTime', () => {
  const { AWSDate, AWSDateTime } = awsScalars;
  const month = fc.record({
    year: fc.integer({ min: -9999, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
  });

  /** Returns the last day of a month by the proleptic Gregorian calendar of JavaScript's `Date`. */
  function lastDay(year: number, month: number): number {
    const day = new Date(0);
    day.setUTCFullYear(year, month, 0);
    return day.getUTCDate();
  }

  function written(year: number, month: number, day: number): string {
    const two = (part: number) => String(part).padStart(2, '0');
    return `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)}`;
  }

  it('accept every day from the first to the last of each month', () => {
    fc.assert(
      fc.property(month, ({ year, month }) => {
        for (let day = 1; day <= lastDay(year, month); day++) {
          const text = written(year, month, day);
          expect(AWSDate.parse(text)).toBe(text);
          expect(AWSDateTime.parse(`${text}T12:30Z`)).toBe(`${text}T12:30Z`);
        }
      }),
      { seed },
    );
  });

  it('reject every day past the end of a month', () => {
    fc.assert(
      fc.property(month, ({ year, month }) => {
        for (let day = lastDay(year, month) + 1; day <= 99; day++) {
          const text = written(year, month, day);
          expect(accepts(AWSDate, text)).toBe(false);
          expect(accepts(AWSDateTime, `${text}T12:30Z`)).toBe(false);
        }
      }),
      { seed },
    );
  });

  it('accept every offset up to 18 hours and reject every longer one', () => {
    for (let minutes = 0; minutes < 24 * 60; minutes++) {
      const offset = new Date(minutes * 60_000).toISOString().slice(11, 16);
      const known = minutes <= 18 * 60;
      expect([offset, accepts(AWSDate, `2024-01-01+${offset}`)]).toEqual([offset, known]);
      expect([offset, accepts(AWSDateTime, `2024-01-01T00:00-${offset}:00`)]).toEqual([offset, known]);
    }
  });
});

it('AWSJSON accepts every JSON text unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(awsScalars.AWSJSON.parse(text)).toBe(text);
    }),
    { seed },
  );
});

it('AWSIPAddress accepts every IPv4 and IPv6 address with every valid prefix', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV6(), fc.nat(32), fc.nat(128), (four, six, bits4, bits6) => {
      for (const text of [four, six, `${four}/${bits4}`, `${six}/${bits6}`]) {
        expect(awsScalars.AWSIPAddress.parse(text)).toBe(text);
      }
    }),
    { seed },
  );
});

describe('docs/scalars.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/scalars.md'), 'utf8');
  const sections = page.split(/^## /m).slice(1);

  it('says how values are compared, and has one section for each scalar', () => {
    const titles = ['How values are compared', ...Object.keys(awsScalars)];
    expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(titles);
  });

  it('names each scalar that is compared in a form of its own', () => {
    for (const { name, comparison } of everyScalar)
      if (comparison) expect(sections[0]).toMatch(new RegExp(`^\\| ${name} `, 'm'));
  });

  it('quotes the error message word for word', () => {
    const quoted = /^> (.+)$/m.exec(page)?.[1];
    expect(refusal(awsScalars.AWSDate, '2023-02-29')).toHaveProperty('message', quoted);
  });

  describe.each(everyScalar)('section $name', (scalar) => {
    const section = sections.find((text) => text.startsWith(`${scalar.name}\n`)) ?? '';
    const rows = [...section.matchAll(/^\| (accepts|refuses) \| `(.+?)` +\|/gm)];

    it('shows at least three accepted values and three rejected ones', () => {
      const shownAs = (answer: string) => rows.filter((row) => row[1] === answer);
      expect(shownAs('accepts').length).toBeGreaterThanOrEqual(3);
      expect(shownAs('refuses').length).toBeGreaterThanOrEqual(3);
      expect(section.match(/^\|/gm)).toHaveLength(rows.length + 2);
    });

    it.each(rows.map(([, answer, value]) => [answer, value]))(
      'is right that the scalar %s %s',
      (answer, value = '') => {
        expect(accepts(scalar, JSON.parse(value))).toBe(answer === 'accepts');
      },
    );
  });
});
