import { FIXTURE } from '../../codegen/places.ts';
import { readServedSources } from '../../src/app/index.ts';
import { readModel, type Model } from '../../src/model/index.ts';

/** Returns the model of the fixture with as many types as are missing: each has ten fields, an index and two relations. */
export function sizedModel(root: string, models: number): Model {
  const own = readServedSources(FIXTURE.schema, root);
  const { length } = Object.keys(modelOf(own).models);
  const more = Array.from({ length: models - length }, (_, at) => ({
    file: `record${at}.graphql`,
    text: typeOf(at, models - length),
  }));
  return modelOf([...own, ...more]);
}

function modelOf(sources: Parameters<typeof readModel>[0]): Model {
  const { model, problems } = readModel(sources);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(error.message);
  return model;
}

/** Returns a type that belongs to the one before it; the last one is before the first. */
function typeOf(at: number, count: number): string {
  const before = `Record${(at + count - 1) % count}`;
  const after = `Record${(at + 1) % count}`;
  return /* GraphQL */ `
    enum Record${at}Status { OPEN CLOSED }
    type Record${at} @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["ADMIN"] }]) {
      id: ID!
      title: String!
      status: Record${at}Status! @default(value: "OPEN")
      amount: Float
      size: Int
      isPaid: Boolean
      dueAt: AWSDateTime
      email: AWSEmail
      tags: [String!]
      beforeId: ID @index(name: "byBefore${at}", sortKeyFields: ["dueAt"], queryField: "record${at}sByBefore")
      before: ${before} @belongsTo(references: ["beforeId"])
      after: [${after}] @hasMany(references: ["beforeId"])
    }
  `;
}
