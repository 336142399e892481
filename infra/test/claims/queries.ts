import lines from '../../../test/golden/log-members.json';
import { ofType, type Template } from '../synthesise.ts';
import { type Claim, first } from './claim.ts';

/** A query of Logs Insights, by the name of what has it. */
interface Query {
  readonly by: string;
  readonly text: string;
  /** The logs that it reads, as the template names them. */
  readonly logs: string;
}

/** What CloudWatch adds to each line. */
const ADDED = ['@timestamp', '@message', '@logStream', '@requestId'];
const WORDS = new Set(['and', 'or', 'not', 'in', 'like', 'as', 'by', 'desc', 'asc']);

/** Claims about queries of the logs, saved and on the dashboard. */
export const queries: readonly Claim[] = [
  {
    title: 'each widget of a log reads only members that lines of this log have',
    faults: (template) => unknownMembers(template, 'dashboard'),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Dashboard');
      const body = JSON.stringify(Properties['DashboardBody']).replace('sum(Cost)', 'sum(cost_)');
      Properties['DashboardBody'] = JSON.parse(body);
    },
  },
  {
    title: 'each saved query reads only members that lines of its log have',
    faults: (template) => unknownMembers(template, 'saved'),
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::Logs::QueryDefinition');
      Properties['QueryString'] = String(Properties['QueryString']).replace('tenantId', 'tenant');
    },
  },
  {
    title: 'the dashboard lists the first tenants by cost, by latency and by refusals',
    faults: (template) => {
      const texts = queriesOf(template)
        .filter(({ by }) => by.startsWith('dashboard'))
        .map(({ text }) => text);
      return ['sum(Cost)', 'pct(Latency, 95)', 'sum(Refused)'].filter(
        (figure) => !texts.some((text) => text.includes(figure) && text.includes('by tenantId')),
      );
    },
    breakIt: (template) => {
      const { Properties } = first(template, 'AWS::CloudWatch::Dashboard');
      const body = JSON.stringify(Properties['DashboardBody']).replaceAll('sum(Refused)', 'sum(Cost)');
      Properties['DashboardBody'] = JSON.parse(body);
    },
  },
];

function unknownMembers(template: Template, kind: 'dashboard' | 'saved'): string[] {
  return queriesOf(template)
    .filter(({ by }) => by.startsWith(kind))
    .flatMap(({ by, text, logs }) => {
      const known = membersOf(template, logs);
      const unknown = fieldsOf(text).filter((field) => known !== null && !known.includes(field));
      return unknown.map((field) => `${by}: ${field}`);
    });
}

function queriesOf(template: Template): Query[] {
  const saved = ofType(template, 'AWS::Logs::QueryDefinition').map(([id, { Properties }]) => ({
    by: `saved ${id}`,
    text: String(Properties['QueryString']),
    logs: JSON.stringify(Properties['LogGroupNames']),
  }));
  const shown = ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([, { Properties }]) =>
    widgetsOf(Properties['DashboardBody']).map(({ title, query }) => {
      const [source = '', ...rest] = query.split(/\s*\|\s*/);
      return { by: `dashboard ${title}`, text: rest.join(' | '), logs: source };
    }),
  );
  return [...saved, ...shown];
}

/** Returns the widgets of the log. A reference to a resource becomes its logical id. */
function widgetsOf(body: unknown): { readonly title: string; readonly query: string }[] {
  const { 'Fn::Join': join } = body as { readonly 'Fn::Join': [string, (string | { Ref?: string })[]] };
  const text = join[1].map((part) => (typeof part === 'string' ? part : (part.Ref ?? ''))).join('');
  const { widgets } = JSON.parse(text) as {
    readonly widgets: readonly {
      readonly type: string;
      readonly properties: { title: string; query: string };
    }[];
  };
  return widgets.filter(({ type }) => type === 'log').map(({ properties }) => properties);
}

/** Returns the members of the lines of a log, or null if it is none of ours. */
function membersOf(template: Template, logs: string): readonly string[] | null {
  if (/AccessLog/.test(logs)) return [...ADDED, ...accessMembers(template)];
  return /graphqlLog/.test(logs) ? [...ADDED, ...lines.request, ...lines.error] : null;
}

function accessMembers(template: Template): string[] {
  const { AccessLogSetting } = first(template, 'AWS::ApiGateway::Stage').Properties as {
    readonly AccessLogSetting?: { readonly Format: string };
  };
  return Object.keys(JSON.parse(AccessLogSetting?.Format ?? '{}') as object);
}

/** Returns the members that a query reads: its names, except functions, words of the language and names that it gives. */
function fieldsOf(text: string): string[] {
  const plain = text.replaceAll(/"[^"]*"/g, '""');
  const given = new Set([...plain.matchAll(/\bas (\w+)/g)].map(([, name]) => name));
  const steps = plain
    .split('|')
    .map((step) => step.trim().replace(/^(fields|filter|stats|sort|limit|dedup)\b/, ''));
  const found = steps.flatMap((step) => [...step.matchAll(/@?[A-Za-z_]\w*(?!\w*\()/g)].map(([name]) => name));
  return [...new Set(found)].filter((name) => !given.has(name) && !WORDS.has(name));
}
