import fc from 'fast-check';

import { awsScalars, comparedForm, comparedPrefix, type AwsScalarName } from '../../src/model/index.ts';
import { anyMoment, spelledDay, spelledMoment, spelledTime, type Spelled } from '../spellings.ts';
import { read } from './harness.ts';
import { roundsOf } from '../sweeps/rounds.ts';

const formOf = (form: AwsScalarName, value: string) => comparedForm(fieldOf(form), 'f', value) as string;
const fieldOf = (form: AwsScalarName) => ({ f: { form, type: { name: form, required: false } } });
const bytes = (one: string, other: string): number =>
  Math.sign(Buffer.compare(Buffer.from(one), Buffer.from(other)));
const order = (one: Spelled, other: Spelled): number =>
  Number(one.nanos > other.nanos) - Number(one.nanos < other.nanos);
const DAY = 86_400n * 1_000_000_000n;
const inDay = ({ nanos, text }: Spelled): Spelled => ({ nanos: ((nanos % DAY) + DAY) % DAY, text });

test.each<[AwsScalarName, fc.Arbitrary<Spelled>]>([
  ['AWSDateTime', spelledMoment(anyMoment)],
  ['AWSTime', spelledTime(anyMoment).map(inDay)],
  ['AWSDate', spelledDay(fc.integer({ min: -4_371_000, max: 2_932_000 }))],
  ['AWSDate', spelledDay(fc.integer({ min: 20_000, max: 20_003 }))],
])('forms of %s are equal and in order exactly as the instants of its texts', (name, spelled) => {
  fc.assert(
    fc.property(spelled, spelled, (one, other) => {
      for (const { text } of [one, other]) {
        expect(awsScalars[name].parse(text)).toBe(text);
        expect(formOf(name, formOf(name, text))).toBe(formOf(name, text));
      }
      expect(bytes(formOf(name, one.text), formOf(name, other.text))).toBe(order(one, other));
    }),
    { numRuns: roundsOf(2_000), seed: 20261129 },
  );
});

test.each<[AwsScalarName, string, string]>([
  ['AWSDateTime', '2026-11-29T12:05:27.722Z', '2026-11-29T12:05:27.722Z'],
  ['AWSDateTime', '2026-11-29T12:05:27Z', '2026-11-29T12:05:27.000Z'],
  ['AWSDateTime', '2026-11-29T13:05:27.722123400+01:00', '2026-11-29T12:05:27.722Z1234'],
  ['AWSDateTime', '9999-12-31T23:59-18:00', ':10000-01-01T17:59:00.000Z'],
  ['AWSDateTime', '-0001-01-01T00:00Z', '-19998-01-01T00:00:00.000Z'],
  ['AWSDateTime', '2026-11-29', '2026-11-29'],
  ['AWSTime', '10:00', '10:00:00'],
  ['AWSTime', '10:00:00.500', '10:00:00.5'],
  ['AWSTime', '01:00+02:00', '23:00:00'],
  ['AWSDate', '2026-01-01Z', '2026-01-01'],
  ['AWSDate', '2026-01-01+02:00', '2025-12-31T22:00'],
  ['AWSEmail', 'Ada.L@Example.COM', 'ada.l@example.com'],
  ['AWSPhone', '(206) 555-0100', '+12065550100'],
  ['AWSPhone', '+44 20 7946 0018', '+442079460018'],
  ['AWSIPAddress', '2001:DB8:0:0::1/64', '2001:db8::1/64'],
  ['AWSIPAddress', '192.0.2.1', '192.0.2.1'],
])('the form of %s %s is %s', (name, value, form) => {
  expect(formOf(name, value)).toBe(form);
});

test.each<[AwsScalarName, string, string]>([
  ['AWSDateTime', '2026-11-29T12:05', '2026-11-29T12:05'],
  ['AWSDateTime', '2026-11-29T12:05:27Z', '2026-11-29T12:05:27.000Z'],
  ['AWSTime', '10:00', '10:00'],
  ['AWSEmail', 'Ada', 'ada'],
])('a value of %s that begins with %s has a form that begins with %s', (name, prefix, form) => {
  expect(comparedPrefix(fieldOf(name), 'f', prefix)).toBe(form);
});

test('a list has the forms of its elements, and other values remain as they are', () => {
  expect(comparedForm(fieldOf('AWSEmail'), 'f', ['A@b', null])).toEqual(['a@b', null]);
  expect(comparedForm(fieldOf('AWSEmail'), 'f', null)).toBeNull();
  expect(comparedForm(fieldOf('AWSEmail'), 'constructor', 'A@b')).toBe('A@b');
});

test('a field has the form of its scalar, and a stamp that of a time', () => {
  const { models } = read(/* GraphQL */ `
    type Person @model @auth(rules: [{ allow: private }]) {
      mail: AWSEmail! @primaryKey
      createdAt: String
      born: AWSDate
      site: AWSURL
      visits: [Visit] @hasMany(indexName: "byPerson", fields: ["mail"])
    }
    type Visit @model @auth(rules: [{ allow: private }]) {
      id: ID!
      person: AWSEmail @index(name: "byPerson")
      of: Person @belongsTo(fields: ["person"])
      marks: [AWSDateTime!]
    }
  `);
  const forms = (type: string) =>
    Object.fromEntries(
      Object.values(models[type]?.fields ?? {}).flatMap(({ name, form }) => (form ? [[name, form]] : [])),
    );
  expect(forms('Person')).toEqual({
    mail: 'AWSEmail',
    born: 'AWSDate',
    createdAt: 'AWSDateTime',
    updatedAt: 'AWSDateTime',
  });
  expect(forms('Visit')).toEqual({
    person: 'AWSEmail',
    marks: 'AWSDateTime',
    createdAt: 'AWSDateTime',
    updatedAt: 'AWSDateTime',
  });
});
