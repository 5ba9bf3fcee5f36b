import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One sentence for each problem, naming the part of the request and what it must be. */
export function describeProblems(part: string, error: z.ZodError): string {
  return error.issues.map((issue) => `${locate(part, issue)}: ${describeIssue(issue)}`).join('; ');
}

function locate(part: string, issue: Issue): string {
  return issue.path.length === 0 ? part : `${part} ${issue.path.map(String).join('.')}`;
}

function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing, must be ${issue.expected}`
        : `must be ${issue.expected}`;
    case 'too_small':
      return `must ${measure(issue.origin)} at least ${issue.minimum}${things(issue.origin)}`;
    case 'too_big':
      return `must ${measure(issue.origin)} at most ${issue.maximum}${things(issue.origin)}`;
    case 'invalid_value':
      // A schema that says why a value is refused knows better.
      return issue.message.startsWith('Invalid ')
        ? `must be one of ${issue.values.map(String).join(', ')}`
        : issue.message;
    case 'unrecognized_keys':
      return `there is no ${issue.keys.map((key) => `"${key}"`).join(' or ')}`;
    default:
      return issue.message;
  }
}

function measure(origin: string): string {
  return countable[origin] === undefined ? 'be' : 'have';
}

function things(origin: string): string {
  return countable[origin] ?? '';
}

const countable: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' entries',
  set: ' entries',
  map: ' entries',
};
