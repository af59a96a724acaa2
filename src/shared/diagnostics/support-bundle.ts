import type { DiagnosticCheck } from '../contract/diagnostics.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { LEFT_OUT, scrubLog } from './scrub-log.ts';

export interface BundleParts {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What main checked. */
  readonly runtime: readonly DiagnosticCheck[];
  /** What the engine checked, or why it did not. */
  readonly engine: readonly DiagnosticCheck[] | ErrorCode;
  /** Choices without anything secret or of the community. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** As they stand in the log, oldest first. */
  readonly log: readonly string[];
}

/**
 * The text of a support bundle, in English for whoever helps. Of checks and settings it has what their schemas allow; of the log what
 * `scrubLog` lets through.
 */
export function supportBundle({ at, runtime, engine, settings, log }: BundleParts): string {
  const sections = [
    ['Console', checkLines(runtime)],
    ['Cache and engine', typeof engine === 'string' ? [`not answered: ${engine}`] : checkLines(engine)],
    ['Settings', Object.entries(settings).map(([name, value]) => `${name}: ${value}`)],
    [`Log, the last ${log.length} lines`, scrubLog(log)],
  ] as const;
  return [
    'Commonwatt Console: support bundle',
    `Made ${new Date(at).toISOString()}. Nothing is sent anywhere by itself: read it, then hand it on as you see fit.`,
    `It has no names, addresses, paths, readings or keys. Where the log had words that are not its own stands "${LEFT_OUT}".`,
    ...sections.flatMap(([title, lines]) => ['', `# ${title}`, ...lines]),
    '',
  ].join('\n');
}

/** One line for each check, as in the bundle and on the clipboard: times as ISO 8601. */
export function checkLines(checks: readonly DiagnosticCheck[]): string[] {
  return checks.map(({ name, state, finding, values }) => {
    const facts = Object.entries(values).map(([key, value]) => `${key}=${valueText(key, value)}`);
    return `[${state}] ${name}: ${finding}  ${facts.join(' ')}`.trimEnd();
  });
}

/** A value as it stands in a bundle. */
export function valueText(key: string, value: DiagnosticCheck['values'][string]): string {
  const isTime = typeof value === 'number' && (key === 'now' || key === 'at' || /(At|Since|From)$/.test(key));
  return isTime ? new Date(value).toISOString() : String(value);
}
