import type { Answer, ApiError } from '../api.ts';
import { dump, type Dumped } from '../platform/dump.ts';
import { randomFrom } from '../random-from.ts';
import type { Fault, ProxyCall } from '../store/fault-proxy.ts';
import { faultKinds, signatureOf, type FaultKind, type Seen } from './fault-kinds.ts';
import { operations, type Operation } from './operations.ts';
import { METERED, settled, stateOf, surplus } from './raw-state.ts';
import type { World } from './world.ts';

/** What an operation does without faults. */
export interface Course {
  readonly operation: Operation;
  /** Headers of the request, such as an idempotency key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly calls: readonly Seen[];
  /** The answer's data. */
  readonly data: string;
  /** The tables afterwards. */
  readonly after: readonly string[];
}

/** An operation that meets a fault at one of its calls. */
export interface Cell {
  readonly course: Course;
  readonly kind: FaultKind;
  /** The number of the call, from 0. */
  readonly at: number;
}

/** Milliseconds of a request while DynamoDB fails for good. */
const IMPATIENCE = 2_000;

/** The header by which a repeat has its effect once. */
const KEY = 'idempotency-key';

/** Operations that write, each with an idempotency key. The resolvers of an app are left out. */
export function keyedCoursesOf(world: World, of = operations): Promise<Course[]> {
  const writes = of.filter(({ is, custom }) => is === 'write' && !custom);
  return coursesOf(world, writes, { [KEY]: 'a-key' });
}

/** Codes of an error that only a fault causes. */
const CODES = new Set(['THROTTLED', 'TIMEOUT', 'CONFLICT', 'INTERNAL']);
const INTERNALS =
  /dynamo|amazon|aws|arn:|exception|table|token|\bT#|__|ECONN|socket|127\.0\.0\.1|undefined|\[object|stack/i;

const isMetered = ({ body }: ProxyCall): boolean => METERED.test(JSON.stringify(body));

/** Runs each operation without faults. */
export async function coursesOf(
  world: World,
  chosen = operations,
  headers: Course['headers'] = {},
): Promise<Course[]> {
  const courses: Course[] = [];
  for (const operation of chosen) {
    await world.reset();
    const calls: Seen[] = [];
    world.arm((call) => {
      if (!isMetered(call))
        calls.push({ action: call.action, onRows: JSON.stringify(call.body).includes('"__pk"') });
      return null;
    });
    const { data, errors } = await operation.send(world, headers);
    if (errors.length > 0) throw new Error(`${operation.name}: ${JSON.stringify(errors)}`);
    courses.push({ operation, headers, calls, data: settled(data), after: stateOf(await dump(world.api)) });
  }
  return courses;
}

/** Returns every cell of the table. */
export function cellsOf(courses: readonly Course[]): Cell[] {
  return courses.flatMap((course) =>
    course.calls.flatMap((call, at) =>
      faultKinds.filter((kind) => kind.fits(call)).map((kind) => ({ course, kind, at })),
    ),
  );
}

/** Returns cells that together have every operation and every kind of fault, in an order that a seed decides. */
export function sampleOf(cells: readonly Cell[], seed: number, each = 1): Cell[] {
  const random = randomFrom(seed);
  const order = cells.map((cell) => ({ cell, place: random() })).sort((a, b) => a.place - b.place);
  const chosen = new Map<unknown, number>();
  return order.flatMap(({ cell }) => {
    const { kind, course } = cell;
    const [ofKind, ofCourse] = [chosen.get(kind) ?? 0, chosen.get(course) ?? 0];
    const isWanted = ofKind < each || (ofCourse < each && !kind.waits);
    if (!isWanted) return [];
    chosen.set(kind, ofKind + 1).set(course, ofCourse + 1);
    return [cell];
  });
}

export function titleOf({ course, kind, at }: Cell): string {
  return `${course.operation.name}${KEY in course.headers ? ' with key' : ''}, ${kind.name} at call ${at} (${course.calls[at]?.action ?? ''})`;
}

/** Runs one cell. Returns what is wrong with it; nothing if it ended exactly once or with a clean error. */
export async function problemsOf(world: World, cell: Cell): Promise<string[]> {
  for (let run = 1; ; run += 1) {
    const { problems, mustSucceed } = await runCell(world, cell);
    // A call may exceed its time on a slow machine, in addition to the fault.
    if (problems.length > 0 || !mustSucceed || run === RUNS)
      return mustSucceed ? [...problems, `must succeed: ${mustSucceed}`] : problems;
  }
}

/** Runs of a cell whose request must succeed. */
const RUNS = 3;

interface Ran {
  readonly problems: string[];
  /** The error of a request that must succeed. */
  readonly mustSucceed: string | null;
}

async function runCell(world: World, cell: Cell): Promise<Ran> {
  const { course, kind, at } = cell;
  await world.reset();
  world.arm(faultsOf(cell), kind.persists ? IMPATIENCE : undefined);
  const answer = await course.operation.send(world, course.headers);
  world.arm(() => null);
  const problems = judge(world, cell, answer, await dump(world.api));
  const [error] = answer.errors;
  const call = course.calls[at];
  const mustSucceed = error && call && kind.survived(call) ? JSON.stringify(error) : null;
  // A repeat can succeed if the error or the idempotency key of the request promises it.
  const isRepeated = error && (error.extensions['retryable'] === true || KEY in course.headers);
  if (!isRepeated || problems.length > 0) return { problems, mustSucceed };
  world.forget();
  const repeated = await course.operation.send(world, course.headers);
  const failed = expectDone(course, repeated, await dump(world.api));
  return { problems: failed.map((problem) => `${JSON.stringify(error)}, repeated: ${problem}`), mustSucceed };
}

function faultsOf({ at, kind }: Cell): (call: ProxyCall) => Fault | null {
  let calls = 0;
  let attempts = 0;
  let target: string | null = null;
  return (call) => {
    if (isMetered(call)) return null;
    calls += 1;
    if (target === null) {
      if (calls <= at) return null;
      target = signatureOf(call);
    } else if (!kind.persists && signatureOf(call) !== target) return null;
    attempts += 1;
    return kind.fault(attempts - 1);
  };
}

function judge(world: World, { course }: Cell, answer: Answer, items: readonly Dumped[]): string[] {
  const [error] = answer.errors;
  if (!error) return expectDone(course, answer, items);
  const { outcome, retryable, written } = error.extensions;
  const problems = judgeError(error);
  if (course.operation.steps && (course.operation.steps === 'with key' || KEY in course.headers))
    return problems;
  const isLeft = course.operation.steps && (outcome === 'UNKNOWN' ? OF_NEW_TENANT : OF_DELETED_TENANT);
  const state = stateOf(items);
  const before = differences(stateOf(world.start), state, isLeft);
  const isAfter = differences(course.after, state).length === 0;
  if (before.length > 0 && !isAfter) problems.push(`half done: ${JSON.stringify(error)}`, ...before);
  // What the caller may repeat is judged by its repeat.
  else if (before.length > 0 && outcome !== 'UNKNOWN' && written === undefined && retryable !== true)
    problems.push(`done, but answers ${JSON.stringify(error)}`);
  return problems;
}

/** Items of a tenant that an operator makes. */
const OF_NEW_TENANT = /<tenant>/;
/** Those that stay when it is abandoned or continued: its record, its audit events, and an invitation that a new one replaced. */
const OF_DELETED_TENANT = /<tenant>.*(EVENT#|DELETED|REVOKED)|(EVENT#|DELETED|REVOKED).*<tenant>/;

function judgeError({ message, extensions }: ApiError): string[] {
  const { code, outcome, retryable } = extensions;
  return [
    ...(CODES.has(String(code)) ? [] : [`the code ${String(code)}: ${message}`]),
    ...(/^[A-Z].*\.$/s.test(message) && !INTERNALS.test(message) ? [] : [`the message ${message}`]),
    ...(outcome !== undefined && retryable !== undefined ? ['both an unknown outcome and retryable'] : []),
  ];
}

function expectDone(course: Course, { data, errors }: Answer, items: readonly Dumped[]): string[] {
  if (errors.length > 0) return [`an error: ${JSON.stringify(errors)}`];
  const wrong = settled(data) === course.data ? [] : [`the answer ${JSON.stringify(data)}`];
  const isLeft = course.operation.steps && OF_DELETED_TENANT;
  return [...wrong, ...differences(course.after, stateOf(items), isLeft)];
}

/** Returns how a state differs from the expected one, but for items that may be left in addition. */
function differences(expected: readonly string[], actual: readonly string[], isLeft?: RegExp): string[] {
  const more = surplus(actual, expected).filter((text) => !isLeft?.test(text));
  return [...more.map((text) => `  + ${text}`), ...surplus(expected, actual).map((text) => `  - ${text}`)];
}
