import type { RecoveryReport } from '#shared/contract/recovery.ts';

type Trouble = RecoveryReport['trouble'];

/** A way out of trouble. `update`: a newer console, which this one cannot install. */
export type Choice = 'retry' | 'restore' | 'anew' | 'update';

/** The best first: what keeps most, and what needs nothing else. */
const order: Readonly<Record<Trouble, readonly Choice[]>> = {
  damaged: ['restore', 'anew', 'retry'],
  empty: ['restore', 'anew', 'retry'],
  'not-ours': ['restore', 'anew', 'retry'],
  // The right file may only have been moved.
  'file-missing': ['retry', 'restore', 'anew'],
  'wrong-key': ['retry', 'restore', 'anew'],
  // What a newer console wrote is whole: nothing empty is offered in its place.
  future: ['update', 'restore'],
  'in-use': ['retry'],
  'read-only': ['retry'],
  'disk-full': ['retry'],
  unknown: ['retry', 'restore', 'anew'],
};

/** Whether the file is whole, and nothing of it is lost whatever is chosen. */
export function isWhole(trouble: Trouble): boolean {
  return ['future', 'in-use', 'read-only', 'disk-full', 'unknown'].includes(trouble);
}

/** The ways out, the best first: empty data are that only where a hub fills them. */
export function choicesFor({
  trouble,
  backups,
  hasHub,
}: Pick<RecoveryReport, 'trouble' | 'backups' | 'hasHub'>): readonly Choice[] {
  const choices = order[trouble].filter((choice) => choice !== 'restore' || backups.length > 0);
  return choices[0] === 'anew' && !hasHub ? choices.toReversed() : choices;
}
