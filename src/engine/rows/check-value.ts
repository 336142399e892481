import { specifiedScalarTypes } from 'graphql';

import { awsScalars, type AwsScalarName, type Model, type TypeRef } from '../../model/index.ts';

/** Takes the place of a value, what is wrong with it, and what to do. */
export type Report = (at: string, message: string, hint?: string) => void;

/** Reports a value that does not fit the type of its stored field, because no query could return it. */
export function checkValue(model: Model, type: TypeRef, value: unknown, at: string, report: Report): void {
  if (value === null || value === undefined) {
    if (type.required) report(at, 'is required.');
  } else if ('list' in type) {
    if (Array.isArray(value))
      value.forEach((one, n) => {
        checkValue(model, type.list, one, `${at}[${n}]`, report);
      });
    else report(at, 'must be a list.');
  } else if (model.objects[type.name]) {
    checkObject(model, type.name, value, at, report);
  } else if (model.enums[type.name]) {
    const names = model.enums[type.name]?.values.map(({ name }) => name) ?? [];
    if (typeof value !== 'string' || !names.includes(value))
      report(at, `is no value of ${type.name}.`, `Use one of: ${names.join(', ')}.`);
  } else checkScalar(type.name, value, at, report);
}

function checkObject(model: Model, name: string, value: unknown, at: string, report: Report): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(at, 'must be an object.');
    return;
  }
  const fields = model.objects[name]?.fields ?? {};
  const given = value as Readonly<Record<string, unknown>>;
  for (const field of Object.keys(given)) {
    if (!Object.hasOwn(fields, field)) report(`${at}.${field}`, `is not a field of ${name}.`);
  }
  for (const [field, { type }] of Object.entries(fields)) {
    checkValue(model, type, Object.hasOwn(given, field) ? given[field] : null, `${at}.${field}`, report);
  }
}

function checkScalar(name: string, value: unknown, at: string, report: Report): void {
  // GraphQL would turn a number into an ID's text, but the value is stored as it is.
  if (name === 'ID' && typeof value !== 'string') {
    report(at, 'must be a text.');
    return;
  }
  try {
    specifiedScalarTypes.find((scalar) => scalar.name === name)?.parseValue(value);
    if (name in awsScalars) awsScalars[name as AwsScalarName].parse(value);
  } catch (error) {
    report(at, (error as Error).message);
  }
}
