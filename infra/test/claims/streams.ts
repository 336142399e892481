import { RECORD_CHANGES, WAKING_CHANGES } from '../../../src/changes/index.ts';
import { heardTopics } from '../../../src/engine/index.ts';
import { controlShape, isWanted, readChange, tableShape, type Change } from '../../../src/store/index.ts';
import { fixtureApp } from '../fixture-app.ts';
import { ofType, type Resource, type Template } from '../synthesise.ts';
import { type Claim, first, names, statementsOf } from './claim.ts';
import { matchesEvent, type Pattern } from './event-pattern.ts';
import { partitionOf } from '../../../test/shared/partition-of.ts';

const HOUR = 3600;
/** Hours that a stream keeps a record. */
const KEPT = 24;
/** The most retries of a batch. More of them would keep the changes behind it waiting for long. */
const MOST_RETRIES = 100;

/** The settings of an event source, without what it reads and calls. */
const SETTINGS = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'FilterCriteria',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'StartingPosition',
];

type Mapping = readonly [id: string, properties: Readonly<Record<string, unknown>>];

/** Returns the event sources of a template that are streams of tables. */
export function streamsOf(template: Template): Mapping[] {
  return ofType(template, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { Properties }]) => names(Properties['EventSourceArn'], '"StreamArn"'))
    .map(([id, { Properties }]) => [id, Properties] as const);
}

/** Returns whether a name is that of the alias of `changes`. The stack of a silo puts it together from the function's. */
function callsChanges(called: unknown): boolean {
  return names(called, '"changesLive') || (names(called, '"changesFunction') && names(called, '":live"'));
}

const firstStream = (template: Template, id = /./): Resource =>
  first(template, 'AWS::Lambda::EventSourceMapping', new RegExp(`EventSourceschanges.*${id.source}`));

/** The topics of the subscriptions of the app. */
const TOPICS = heardTopics(fixtureApp.model);

/** The types of the app whose rows subscribers get. */
const HEARD_TYPES = [...TOPICS].filter((topic) => Object.hasOwn(fixtureApp.model.models, topic));

/** Returns whether subscribers may get a change: of a row, or of the answer of a mutation that is announced. */
function isHeard({ event, of }: Change): boolean {
  if (of.is === 'row') return TOPICS.has(of.type);
  const announces = [...TOPICS].some((topic) => topic.startsWith('Mutation.'));
  return announces && event === 'INSERT' && of.is === 'side' && of.partition === 'EVENT';
}

/** Returns the changes of the control table, or of a table with rows, that wake work or are published. */
const wantedOf = (isControl: boolean) => (isControl ? RECORD_CHANGES : [WAKING_CHANGES]);

/** Records of streams of the data table and of the control table, as DynamoDB writes them. */
const EVENTS = ['INSERT', 'MODIFY', 'REMOVE'];
const ITEMS = [
  ...Object.keys(fixtureApp.model.models).map((type) => partitionOf('acme', type, fixtureApp.model)),
  ...[
    'UNIQUE',
    'JOB',
    'SWEEP',
    'LINK#1',
    'BACKFILL',
    'COUNT',
    'SEQ',
    'AUDIT',
    'AUDIT#NEW',
    'AUDIT#CHAIN',
    'ANSWER',
    'EVENT',
    'FILE',
    'FILEDUE',
    'FILEBYTES',
    'HOOK',
    'HOOKDUE',
    'HOOKSTATE',
  ].map((side) => `T#acme#${side}#`),
].map((pk) => [pk, 'x#'] as const);
const RECORDS = [
  ...[
    'META',
    'MEMBER#1',
    'INVITE#1',
    'KEY#1',
    'JOB#1',
    'MAIL#1',
    'WEBHOOK#1',
    'RUN#1',
    'SCHEDULE#1',
    'EVENT#1',
    'ANSWER#1',
  ].map((sk) => ['TENANT#acme', sk] as const),
  ...[
    ['TENANTS', 'acme'],
    ['TENANTS#11', 'acme'],
    ['TENANTS#', 'META'],
    ['JOBS', 'JOB#1'],
    ['USER#1', 'TENANT#acme'],
    ['NAME#acme#ann', '1'],
    ['INVITE#1', 'META'],
    ['KEY#1', 'META'],
    ['LIMIT#acme', 'BUCKETS'],
    ['USAGE#acme', 'DAY#2026-11-30'],
    ['FLEET#2026-11-30', 'acme'],
    ['REQUEST#1', 'META'],
    ['TYPES', 'META'],
  ].map(([pk = '', sk = '']) => [pk, sk] as const),
];
const SHAPES = [
  { isControl: false, shape: tableShape(fixtureApp.model), keys: ITEMS },
  { isControl: true, shape: controlShape, keys: RECORDS },
].map(({ isControl, shape: { keySchema }, keys }) => ({
  isControl,
  records: keys.flatMap(([pk, sk]) =>
    EVENTS.map((eventName) => ({
      eventName,
      dynamodb: {
        Keys: Object.fromEntries(keySchema.map(({ name }, at) => [name, { S: at === 0 ? pk : sk }])),
      },
    })),
  ),
}));

function patternsOf(properties: Readonly<Record<string, unknown>>): Pattern[] {
  const { Filters = [] } = (properties['FilterCriteria'] ?? {}) as {
    readonly Filters?: readonly { readonly Pattern: string }[];
  };
  return Filters.map(({ Pattern }) => JSON.parse(Pattern) as Pattern);
}

/** Claims about the streams of the tables and their only reader. */
export const streams: readonly Claim[] = [
  {
    title: 'subscribers wait for no further changes, and the streams of all tables with rows are read alike',
    faults: (template) => {
      const ofRows = streamsOf(template).filter(([, one]) => !names(one['EventSourceArn'], '"DataControl'));
      const settings = ofRows.map(([, one]) => JSON.stringify(SETTINGS.map((name) => one[name] ?? null)));
      return [
        ...ofRows.filter(([, one]) => one['MaximumBatchingWindowInSeconds'] !== 0).map(([id]) => id),
        ...(new Set(settings).size <= 1 ? [] : ['a silo is read in another way than the pool']),
      ];
    },
    breakIt: (template) => {
      const [, silo] = streamsOf(template).find(([id]) => id.startsWith('Silo')) ?? [];
      if (silo) (silo as Record<string, unknown>)['ParallelizationFactor'] = 1;
    },
  },
  {
    title: 'the stream of every table that keeps data calls the function "changes", and it alone',
    faults: (template) =>
      ofType(template, 'AWS::DynamoDB::GlobalTable')
        .filter(([table]) => !table.startsWith('DataRealtime'))
        .flatMap(([table]) => {
          const readers = streamsOf(template).filter(([, one]) => names(one['EventSourceArn'], `"${table}"`));
          const [reader] = readers;
          return readers.length === 1 && callsChanges(reader?.[1]['FunctionName'])
            ? []
            : [`${table}: ${readers.length} readers`];
        }),
    breakIt: (template) => {
      const [id] = streamsOf(template).find(([one]) => one.startsWith('Silo')) ?? [];
      if (id !== undefined) Reflect.deleteProperty(template.Resources, id);
    },
  },
  {
    title: 'a batch of changes that fails is halved, retried within bounds, and reported before it is lost',
    faults: (template) =>
      streamsOf(template).flatMap(([id, one]) => {
        const age = Number(one['MaximumRecordAgeInSeconds'] ?? -1);
        const retries = Number(one['MaximumRetryAttempts'] ?? -1);
        return [
          ...(one['BisectBatchOnFunctionError'] === true ? [] : ['no bisecting']),
          ...(names(one['FunctionResponseTypes'], 'ReportBatchItemFailures') ? [] : ['no report of items']),
          ...(retries > 0 && retries <= MOST_RETRIES ? [] : [`${retries} retries`]),
          ...(age >= HOUR && age < KEPT * HOUR ? [] : [`${age} seconds`]),
          ...(one['StartingPosition'] === 'TRIM_HORIZON' ? [] : ['does not begin at the beginning']),
          ...(names(one['DestinationConfig'], '"QueuesDeadChanges') ? [] : ['no queue of failures']),
        ].map((fault) => `${id}: ${fault}`);
      }),
    breakIt: (template) => {
      delete firstStream(template).Properties['MaximumRecordAgeInSeconds'];
    },
  },
  {
    title: 'a batch of changes that is given up is reported to a queue',
    faults: (template) =>
      streamsOf(template)
        .filter(([, one]) => {
          const { OnFailure: failed } = (one['DestinationConfig'] ?? {}) as {
            OnFailure?: { Destination: unknown };
          };
          const sends = statementsOf(template, /"changesRole/).filter(({ Action }) =>
            names(Action, 'sqs:SendMessage'),
          );
          return !sends.some(({ Resource }) => names(Resource, JSON.stringify(failed?.Destination ?? null)));
        })
        .map(([id]) => `${id}: the function may not send to its queue of failures`),
    breakIt: (template) => {
      const send = statementsOf(template, /"changesRole/).find(({ Action }) => names(Action, 'sqs:'));
      if (send) send.Resource = { 'Fn::GetAtt': ['QueuesWork', 'Arn'] };
    },
  },
  {
    title: 'exactly those changes call the function that wake work, are published or have subscribers',
    faults: (template) =>
      streamsOf(template).flatMap(([id, one]) => {
        const isControl = names(one['EventSourceArn'], '"DataControl');
        const patterns = patternsOf(one);
        return SHAPES.filter((shape) => shape.isControl === isControl)
          .flatMap(({ records }) => records)
          .filter((record) => {
            const change = readChange(record, fixtureApp.model.models);
            const passes = patterns.length === 0 || patterns.some((pattern) => matchesEvent(pattern, record));
            const isOne =
              change !== null &&
              (wantedOf(isControl).some((wanted) => isWanted(wanted, change)) || isHeard(change));
            return passes !== isOne;
          })
          .map((record) => `${id}: ${JSON.stringify(record)}`);
      }),
    breakIt: (template) => {
      const { Properties } = firstStream(template, /data/);
      Properties['FilterCriteria'] = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] };
    },
  },
  {
    title: 'no change that wakes work, is published or has subscribers is left out by a filter',
    faults: (template) =>
      streamsOf(template).flatMap(([id, one]) => {
        const isControl = names(one['EventSourceArn'], '"DataControl');
        const passing = SHAPES.filter((shape) => shape.isControl === isControl)
          .flatMap(({ records }) => records)
          .filter((record) => patternsOf(one).some((pattern) => matchesEvent(pattern, record)));
        const waking = wantedOf(isControl).reduce(
          (sum, wanted) => sum + wanted[isControl ? 'kinds' : 'partitions'].length,
          0,
        );
        // Each event of a row of each type that has subscribers.
        return passing.length === waking + (isControl ? 0 : EVENTS.length * HEARD_TYPES.length)
          ? []
          : [`${id}: ${passing.length} pass`];
      }),
    breakIt: (template) => {
      const { Properties } = firstStream(template, /control/);
      Properties['FilterCriteria'] = { Filters: [{ Pattern: '{"eventName":["UPDATE"]}' }] };
    },
  },
];
