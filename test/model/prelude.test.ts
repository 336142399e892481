import { buildSchema, isScalarType, isSpecifiedDirective, isSpecifiedScalarType } from 'graphql';

import { awsScalars, prelude } from '../../src/model/index.ts';

describe('the prelude', () => {
  const schema = buildSchema(prelude);

  it('declares the nine AppSync scalars, each with a description', () => {
    const scalars = Object.values(schema.getTypeMap()).filter(
      (type) => isScalarType(type) && !isSpecifiedScalarType(type),
    );
    expect(scalars.map(({ name }) => name).toSorted()).toEqual(Object.keys(awsScalars).toSorted());
    for (const { description } of scalars) expect(description).toMatch(/\w/);
  });

  it('declares every supported directive, each with a description', () => {
    const ours = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
    expect(ours.map(({ name }) => name).toSorted()).toEqual([
      'audit',
      'auth',
      'aws_auth',
      'aws_cognito_user_pools',
      'aws_subscribe',
      'belongsTo',
      'default',
      'feature',
      'file',
      'hasMany',
      'hasOne',
      'index',
      'manyToMany',
      'model',
      'permission',
      'platform',
      'primaryKey',
      'sensitive',
      'unique',
      'validate',
      'version',
      'webhook',
    ]);
    for (const { description } of ours) expect(description).toMatch(/\w/);
  });
});
