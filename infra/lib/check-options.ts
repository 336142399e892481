import { networkProblem } from './network.ts';
import type { Capacity, HostedSignIn, Scaling, Stage } from './stage.ts';

/** The least that DynamoDB warms a table to, which is what every new table has. */
const COLD = { reads: 12_000, writes: 4_000 };

/** The days that CloudWatch has: PutRetentionPolicy. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const isUnits = (units: unknown): boolean => Number.isInteger(units) && Number(units) >= 1;

/** Returns the problems of the capacity of each table. */
export function capacityProblems({ name, capacity }: Stage): string[] {
  return Object.entries(capacity).flatMap(([table, one]) =>
    problemsOf(one).map((problem) => `"capacity.${table}" of the stage "${name}": ${problem}`),
  );
}

function problemsOf(capacity: Capacity): string[] {
  if (capacity.mode === 'provisioned')
    return [...scalingProblems('reads', capacity.reads), ...scalingProblems('writes', capacity.writes)];
  const { maxReads, maxWrites, warm } = capacity;
  const bounds = Object.entries({ maxReads, maxWrites })
    .filter(([, units]) => units !== null && !isUnits(units))
    .map(([bound, units]) => `"${bound}" is ${units ?? ''}: write a whole number of units from 1, or null.`);
  if (warm === null) return bounds;
  const most = { reads: maxReads, writes: maxWrites };
  return [
    ...bounds,
    ...(['reads', 'writes'] as const).flatMap((kind) => [
      ...(isUnits(warm[kind]) && warm[kind] >= COLD[kind]
        ? []
        : [
            `"warm.${kind}" is ${warm[kind]}: a new table takes ${COLD[kind]} already, so write more, or null.`,
          ]),
      ...(most[kind] !== null && warm[kind] > most[kind]
        ? [`"warm.${kind}" is ${warm[kind]}, which is more than the table may take: ${most[kind]}.`]
        : []),
    ]),
  ];
}

function scalingProblems(kind: string, { min, max, target }: Scaling): string[] {
  return [
    ...(isUnits(min) && isUnits(max) && min <= max
      ? []
      : [`"${kind}" goes from ${min} to ${max}: write two whole numbers from 1, the lower one first.`]),
    ...(Number.isInteger(target) && target >= 20 && target <= 90
      ? []
      : [`"${kind}.target" is ${target}: write a whole number of per cent from 20 to 90.`]),
  ];
}

/** Returns the problems of the networks of operators: the firewall would not take them, or would never meet them. */
export function networkProblems({ name, operatorNetworks }: Stage): string[] {
  if (operatorNetworks === null) return [];
  const where = `in "operatorNetworks" of the stage "${name}"`;
  if (operatorNetworks.length === 0)
    return [`No network is ${where}, so no operator could call the API: name one, or write null.`];
  return operatorNetworks.flatMap((network, place) => {
    const problem = networkProblem(network);
    if (problem !== null) return [`"${network}" ${where} ${problem}`];
    return operatorNetworks.indexOf(network) < place ? [`"${network}" is twice ${where}.`] : [];
  });
}

/** Returns the problems of custom domains: API Gateway would refuse them. */
export function domainProblems({ name, domain, realtimeDomain }: Stage): string[] {
  const options = Object.entries({ domain, realtimeDomain });
  const problems = options.flatMap(([option, custom]) => {
    const where = `in "${option}" of the stage "${name}"`;
    if (custom === null) return [];
    return [
      ...(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(custom.name)
        ? []
        : [`"${custom.name}" ${where} is no domain: write e.g. "api.example.com".`]),
      ...(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/.test(custom.certificateArn)
        ? []
        : [`"${custom.certificateArn}" ${where} is no certificate of ACM: write its ARN.`]),
    ];
  });
  return domain !== null && domain.name === realtimeDomain?.name
    ? [
        ...problems,
        `"domain" and "realtimeDomain" of the stage "${name}" are both "${domain.name}": API Gateway shares no domain between a WebSocket API and another.`,
      ]
    : problems;
}

/** Returns the problems of the page of Cognito. */
export function signInProblems({ name, hostedSignIn }: Stage): string[] {
  if (hostedSignIn === null) return [];
  const { domainPrefix, callbackUrls } = hostedSignIn;
  const where = `in "hostedSignIn" of the stage "${name}"`;
  return [
    ...(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domainPrefix) && !/aws|amazon|cognito/.test(domainPrefix)
      ? []
      : [
          `"${domainPrefix}" ${where} is no prefix: use lower-case letters, digits and hyphens, and none of "aws", "amazon", "cognito".`,
        ]),
    ...(callbackUrls.length > 0 ? [] : [`No address is ${where} to which Cognito returns users: name one.`]),
    ...callbackUrls
      .filter((url) => !isCallback(url))
      .map((url) => `"${url}" ${where} is no address of the app: write e.g. "https://app.example.com/".`),
  ];
}

/** Returns true for an address that Cognito returns users to: by HTTPS, or of this machine, and without a fragment. */
function isCallback(text: HostedSignIn['callbackUrls'][number]): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost');
}

/** Returns the problems of logs: CloudWatch would not take them, or lines would be lost that metrics and usage need. */
export function logProblems({ name, logs: { days, platform, functions } }: Stage): string[] {
  const where = `in "logs" of the stage "${name}"`;
  return [
    ...(RETENTIONS.includes(days) ? [] : [`${days} days ${where}: CloudWatch has ${RETENTIONS.join(', ')}.`]),
    ...(['DEBUG', 'INFO', 'WARN'].includes(platform)
      ? []
      : [`"${platform}" for "platform" ${where} is no level of Lambda: write "DEBUG", "INFO" or "WARN".`]),
    ...(['TRACE', 'DEBUG', 'INFO'].includes(functions)
      ? []
      : [
          `"${functions}" for "functions" ${where} would leave out lines that metrics and usage are counted from: write "TRACE", "DEBUG" or "INFO".`,
        ]),
  ];
}

/** Returns the problems of traces. */
export function traceProblems({ name, traces }: Stage): string[] {
  if (traces === null) return [];
  const { perSecond, share } = traces;
  const where = `in "traces" of the stage "${name}"`;
  return [
    ...(Number.isInteger(perSecond) && perSecond >= 0
      ? []
      : [`"perSecond" is ${perSecond} ${where}: write a whole number from 0.`]),
    ...(share >= 0 && share <= 1 ? [] : [`"share" is ${share} ${where}: write a number from 0 to 1.`]),
  ];
}

/** Returns the problems of the origins of files: S3 would refuse them, or no browser would send them. */
export function fileProblems({ name, fileOrigins }: Stage): string[] {
  const where = `in "fileOrigins" of the stage "${name}"`;
  if (fileOrigins.length === 0)
    return [`No origin is ${where}, so no page could send or read files: name one, or write "*".`];
  return fileOrigins
    .filter((origin) => origin !== '*' && !isOrigin(origin))
    .map((origin) => `"${origin}" ${where} is no origin: write e.g. "https://app.example.com", or "*".`);
}

/** Returns true for an origin as browsers send it: by HTTPS, or of this machine, and with nothing after the host. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.origin === text && (url.protocol === 'https:' || url.hostname === 'localhost');
}

/** Returns the problems of mails: Amazon SES would refuse them, or their links would lead nowhere. */
export function mailProblems({ name, mail, appUrl }: Stage): string[] {
  const where = `of the stage "${name}"`;
  return [
    ...(mail === null || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(mail.from)
      ? []
      : [`"${mail.from}" in "mail" ${where} is no address: write e.g. "hello@example.com".`]),
    // Cognito and SES put the name in front of the address, in a header.
    ...(mail?.name == null || /^[^"<>\\\p{Cc}]+$/u.test(mail.name)
      ? []
      : [
          `The name "${mail.name}" in "mail" ${where} has quotes, brackets or line ends: write e.g. "Example".`,
        ]),
    ...(appUrl === null || isAppUrl(appUrl)
      ? []
      : [`"${appUrl}" in "appUrl" ${where} is no address of an app: write e.g. "https://app.example.com".`]),
    ...(appUrl !== null && mail === null
      ? [`The stage "${name}" has "appUrl", to which mails link, and no "mail": name a sender too.`]
      : []),
  ];
}

/** Returns true for an address to which a fragment can be appended: by HTTPS, without a query and a fragment of its own. */
function isAppUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' && url.username === '' && !/[?#\s]/.test(text);
}
