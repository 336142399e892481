import type { IamRequest, Statement, Verdict } from '../../src/local-cloud/iam/index.ts';

/**
 * Returns IAM's verdict: a second implementation, written from the guide alone. It matches wildcards by recursion over
 * characters, not by regular expressions, and conditions by cases.
 */
export function judge(statements: readonly Statement[], { action, resource, context }: IamRequest): Verdict {
  let verdict: Verdict = 'implicitly denied';
  for (const { Effect, Action, Resource, Condition } of statements) {
    const acts = many(Action).some((each) => glob(tokens(each.toLowerCase(), {}), action.toLowerCase()));
    const onIt = many(Resource).some((each) => glob(tokens(each, context), resource));
    if (!acts || !onIt || !conditionsHold(Condition ?? {}, context)) continue;
    if (Effect === 'Deny') return 'explicitly denied';
    verdict = 'allowed';
  }
  return verdict;
}

type Context = IamRequest['context'];
type Token = { readonly char: string } | '*' | '?' | 'nothing';

function many(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function tokens(pattern: string, context: Context): Token[] {
  const made: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    const end = rest.startsWith('${') ? rest.indexOf('}') : -1;
    if (end > 0) {
      const name = rest.slice(2, end);
      const value = ['*', '?', '$'].includes(name) ? name : context[name];
      if (typeof value === 'string') for (const char of value) made.push({ char });
      else made.push('nothing');
      at += end + 1;
    } else {
      const [char = ''] = rest;
      made.push(char === '*' || char === '?' ? char : { char });
      at += char.length;
    }
  }
  return made;
}

function glob([first, ...rest]: readonly Token[], text: string): boolean {
  if (first === undefined) return text === '';
  if (first === 'nothing') return false;
  if (first === '*') return glob(rest, text) || (text !== '' && glob([first, ...rest], text.slice(1)));
  return text !== '' && (first === '?' || first.char === text[0]) && glob(rest, text.slice(1));
}

function plain(made: readonly Token[]): string | null {
  return made.includes('nothing')
    ? null
    : made.map((token) => (typeof token === 'string' ? token : token.char)).join('');
}

function conditionsHold(conditions: NonNullable<Statement['Condition']>, context: Context): boolean {
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, wanted] of Object.entries(keys)) {
      if (!conditionHolds(operator, many(wanted), context[key], context)) return false;
    }
  }
  return true;
}

function conditionHolds(
  operator: string,
  wanted: readonly string[],
  value: string | readonly string[] | undefined,
  context: Context,
): boolean {
  if (operator === 'Null') return wanted.includes(String(many(value).length === 0));
  const forAll = operator.startsWith('ForAllValues:');
  const forAny = operator.startsWith('ForAnyValue:');
  const optional = operator.endsWith('IfExists');
  const name = operator.replace(/^For\w+:/, '').replace(/IfExists$/, '');
  const negated = name.includes('Not');
  const one = (given: string): boolean => {
    const hit = wanted.some((each) => {
      if (name.endsWith('Like')) return glob(tokens(each, context), given);
      if (name.endsWith('IgnoreCase')) {
        const made = plain(tokens(each, context));
        return made !== null && made.toLowerCase() === given.toLowerCase();
      }
      return plain(tokens(each, context)) === given;
    });
    return negated ? !hit : hit;
  };
  const given = many(value);
  if (given.length === 0) return optional || forAll || (negated && !forAny);
  return forAll ? given.every(one) : given.some(one);
}
