import { rolesOf } from '../lib/roles.ts';
import model from '../../src/generated/model.json';
import roles from '../../src/generated/roles.json';
import type { Model } from '../../src/model/index.ts';
import { tableShape } from '../../src/store/index.ts';
import { claims } from './claims.ts';
import { copyOf, ofType, synthesise, type Template } from './synthesise.ts';

let template: Template;
beforeAll(() => {
  template = synthesise('dev');
});

describe.each(claims)('$title', ({ faults, breakIt }) => {
  it('holds', () => {
    expect(faults(template)).toEqual([]);
  });

  it('is noticed when it does not', () => {
    const broken = copyOf(template);
    breakIt(broken);
    expect(faults(broken)).not.toEqual([]);
  });
});

it('the data table has exactly the indexes that the schema needs', () => {
  const [, table] =
    ofType(template, 'AWS::DynamoDB::GlobalTable').find(([id]) => id.startsWith('DataTable')) ?? [];
  const indexes = (table?.Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[];
  const wanted = tableShape(model as unknown as Model).indexes.map(({ name }) => name);
  expect(indexes.map(({ IndexName }) => IndexName)).toEqual(wanted);
});

it('the policies by which the laptop judges are those of the template', () => {
  expect(rolesOf(template)).toEqual(roles);
});

it('a stage for trying out keeps nothing, and production keeps everything', () => {
  const kept = (stage: string): unknown[] =>
    ofType(synthesise(stage), 'AWS::DynamoDB::GlobalTable').map(([, { DeletionPolicy }]) => DeletionPolicy);
  expect(kept('try')).toEqual(['Delete', 'Delete']);
  expect(kept('prod')).toEqual(['Retain', 'Retain']);
});
