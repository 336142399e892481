import type { CustomField, Model, ObjectType } from '../../model/index.ts';
import { introspectModel } from './introspect-model.ts';
import { inputShapes, outputShape, selectableFields } from './introspected-types.ts';
import type { Introspection, IntrospectedField, IntrospectedObject } from './introspection.ts';

/**
 * Returns what the Amplify library reads of a schema (`model_introspection`). Custom fields and types that its generated
 * documents cannot hold are left out: interfaces, unions, lists of lists, and objects that contain themselves.
 */
export function introspect(model: Model): Introspection {
  const inputs = Object.values(model.inputs).flatMap(({ name, fields }) => {
    const attributes = inputShapes(model, fields);
    return attributes ? [[name, { name, attributes }]] : [];
  });
  return {
    version: 1,
    models: each(model.models, (type) => introspectModel(model, type)),
    enums: each(model.enums, ({ name, values }) => ({ name, values: values.map((value) => value.name) })),
    nonModels: each(model.objects, (object) => introspectObject(model, object)),
    queries: operations(model, model.queries),
    mutations: operations(model, model.mutations),
    subscriptions: operations(model, model.subscriptions),
    inputs: Object.fromEntries(inputs) as Introspection['inputs'],
  };
}

function introspectObject(model: Model, object: ObjectType): IntrospectedObject {
  const fields = selectableFields(model, object).flatMap(({ name, type }): IntrospectedField[] => {
    const shape = outputShape(model, type);
    return shape ? [{ name, ...shape, attributes: [] }] : [];
  });
  return { name: object.name, fields: Object.fromEntries(fields.map((field) => [field.name, field])) };
}

function operations(model: Model, fields: Readonly<Record<string, CustomField>>): Introspection['queries'] {
  const all = Object.values(fields).flatMap(({ name, type, arguments: given }) => {
    const shape = outputShape(model, type);
    const args = inputShapes(model, given);
    if (!shape || !args) return [];
    return [[name, { name, ...shape, ...(Object.keys(args).length > 0 ? { arguments: args } : {}) }]];
  });
  return Object.fromEntries(all) as Introspection['queries'];
}

function each<From, To>(
  record: Readonly<Record<string, From>>,
  make: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));
}
