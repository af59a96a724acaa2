import { problemSchema } from '#shared/contract/errors.ts';

/** A path, a stack, a file of ours, SQL: none of it is for the page. */
const givesAway =
  /(^|[\s"'(:])\/(home|tmp|root|work|usr|etc|var|Users)\/|[A-Za-z]:\\\\|\bat \S+ \(|node_modules|\.[cm]?[jt]sx?\b|sqlite|\bSELECT\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b/i;

/**
 * What is wrong with an answer of the console: null when it is a value, or a problem of the catalogue that says nothing of the machine.
 *
 * @param input what was asked for, which a problem may name
 * @param secrets texts that may stand in no answer at all
 */
export function harmIn(answer: unknown, input: unknown, secrets: readonly string[]): string | null {
  const text = JSON.stringify(answer);
  const secret = secrets.find((one) => text.includes(one));
  if (secret !== undefined) return `the answer holds a secret: ${secret}`;
  const { ok } = answer as { ok: unknown };
  if (ok === true) return null;
  const parsed = problemSchema.strict().safeParse((answer as { error?: unknown }).error);
  if (!parsed.success) return `the answer is neither a value nor a problem: ${text.slice(0, 500)}`;
  const { code, message, remedy, details } = parsed.data;
  // A fault of the console's own is what this looks for: whatever is asked, it has to know what to answer.
  if (code === 'INTERNAL') return 'the console met a fault of its own';
  if (message === '') return 'the problem says nothing';
  if (text.length > 2_000) return `the problem is ${text.length} characters long`;
  const said = withoutInput(JSON.stringify([message, remedy, details]), input);
  return givesAway.test(said) ? `the problem gives something away: ${said}` : null;
}

/** @param depth how far to look into the input, which may hold itself */
function withoutInput(text: string, input: unknown, depth = 6): string {
  if (typeof input === 'string' && input.length > 2) return text.replaceAll(JSON.stringify(input).slice(1, -1), '');
  const isPlain = Array.isArray(input) || Object.prototype.toString.call(input) === '[object Object]';
  if (!isPlain || depth === 0) return text;
  return Object.values(input as object).reduce<string>((rest, value) => withoutInput(rest, value, depth - 1), text);
}
