import { readFileSync } from 'node:fs';

import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';

import { readServedSources } from '../../src/app/schema-sources.ts';
import { readSeed } from '../../src/app/seed/read-seed.ts';
import { readPlans } from '../../src/platform/index.ts';
import { listable } from '../../src/local/page-config.ts';
import { watchTab } from '../../src/local/watch-tab.ts';
import { modelOf } from '../shared/model-of.ts';
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

  test('have a subscription, and a change of a seeded row that it sees', () => {
    const { model } = modelOf(readServedSources(FIXTURE.schema));
    const { plans } = readPlans(readFileSync(FIXTURE.plans, 'utf8'));
    const { seed } = readSeed(readFileSync(`${FIXTURE.schema}/seed.json`, 'utf8'), model, plans);
    const [tab] = watchTab(model, listable(model), seed);
    expect(validate(schemaOf(`${FIXTURE.generated}/api.graphql`), parse(tab?.query ?? ''))).toEqual([]);
    expect(tab?.query).toMatch(/^subscription WatchTask \{\n {2}onUpdateTask \{/);
    expect(tab?.query).toContain('updateTask(input: { id: "acme-task-1", title: "Draw the nozzle!" })');
    expect(watchTab(model, listable(model), { ...seed, rows: {} })).toEqual([]);
  });
});
