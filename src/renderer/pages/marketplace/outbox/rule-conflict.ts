import type { OutboxItem, OutboxRule } from '#shared/contract/outbox.ts';

/** A change of a rule that was changed at the hub too: a person keeps one or the other. */
export function isRuleConflict(item: OutboxItem): item is OutboxRule & { theirs: NonNullable<OutboxRule['theirs']> } {
  return item.kind === 'rule' && item.state === 'conflict' && item.theirs !== null;
}
