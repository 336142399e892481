/** What to write for a file, next to the platform. */
const FILE = 'Write File @file(types: ["image/*", "application/pdf"]); inputs take the id of an upload.';

/** Type names of other systems, each with what to write here. Names are in lower case. */
const TYPES: Readonly<Record<string, string>> = {
  any: 'Use AWSJSON.',
  blob: FILE,
  bigint: 'Use Int up to 2147483647, Float up to 2^53, or String.',
  bool: 'Use Boolean.',
  date: 'Use AWSDate.',
  datetime: 'Use AWSDateTime.',
  decimal: 'Use Float, or String where each digit counts.',
  double: 'Use Float.',
  email: 'Use AWSEmail.',
  emailaddress: 'Use AWSEmail.',
  file: FILE,
  guid: 'Use ID.',
  integer: 'Use Int.',
  ip: 'Use AWSIPAddress.',
  json: 'Use AWSJSON.',
  jsonobject: 'Use AWSJSON.',
  long: 'Use Int up to 2147483647, Float up to 2^53, or String.',
  map: 'Use AWSJSON.',
  money: 'Use Int for the smallest unit, or String.',
  number: 'Use Int or Float.',
  object: 'Use AWSJSON.',
  phone: 'Use AWSPhone.',
  phonenumber: 'Use AWSPhone.',
  text: 'Use String.',
  time: 'Use AWSTime.',
  timestamp: 'Use AWSTimestamp.',
  upload: FILE,
  uri: 'Use AWSURL.',
  url: 'Use AWSURL.',
  uuid: 'Use ID.',
  void: 'Use Boolean.',
};

/** Words of other versions and systems in arguments of directives, each with what to write here. */
const WORDS: Readonly<Record<string, string>> = {
  authenticated: 'Write "allow: private": every signed-in member of the tenant.',
  signedin: 'Write "allow: private": every signed-in member of the tenant.',
  user: 'Write "allow: private", or "allow: owner" for the own rows.',
  users: 'Write "allow: private": every signed-in member of the tenant.',
  group: 'Write "allow: groups, groups: […]".',
  role: 'Write "allow: groups, groups: […]".',
  roles: 'Write "groups: […]".',
  guest: 'Write "allow: private" or "allow: groups": every caller signs in.',
  queries: 'Write "operations: [read]".',
  mutations: 'Write "operations: [create, update, delete]".',
  subscriptions: 'Write "operations: [listen]"; "read" includes it.',
  write: 'Write "create, update, delete".',
  readonly: 'Write "read".',
  readwrite: 'Remove "operations", or write "create, read, update, delete".',
  insert: 'Write "create".',
  remove: 'Write "delete".',
  all: 'Leave "operations" out for all of them.',
};

/** Returns what to write in place of a type name of another system, or undefined. */
export function typeInstead(name: string): string | undefined {
  return wordOf(TYPES, name);
}

/** Returns what to write in place of a word of an earlier version in an argument of a directive, or undefined. */
export function wordInstead(word: string): string | undefined {
  return wordOf(WORDS, word);
}

function wordOf(words: Readonly<Record<string, string>>, word: string): string | undefined {
  const key = word.toLowerCase().replace(/[_-]/g, '');
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
