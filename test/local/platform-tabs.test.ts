import { readFileSync } from 'node:fs';

import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';

import { operatorTabs, tenantTabs } from '../../src/local/platform-tabs.ts';
import { FIXTURE } from '../../codegen/places.ts';

const schemaOf = (file: string): GraphQLSchema =>
  buildSchema(readFileSync(file, 'utf8'), { assumeValidSDL: true });
const TODAY = '2026-11-24';

describe('the default tabs of GraphiQL', () => {
  test.each(tenantTabs(TODAY))('contain a valid query for users: $name', ({ query }) => {
    expect(validate(schemaOf(`${FIXTURE.generated}/api.graphql`), parse(query))).toEqual([]);
  });

  test.each(operatorTabs('globex', TODAY))('contain a valid query for operators: $name', ({ query }) => {
    expect(validate(schemaOf('src/platform/generated/operator.graphql'), parse(query))).toEqual([]);
  });

  test('query the usage of the current month', () => {
    const usage = tenantTabs(TODAY).find(({ query }) => query.startsWith('query Usage'));
    expect(usage?.query).toContain('usage(from: "2026-11-01", to: "2026-11-24")');
  });
});
