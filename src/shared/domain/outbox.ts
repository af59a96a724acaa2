/** What a desk decides and the hub carries out: offers to place, offers to take, rules to make or change, steps in settlement cases. The position is the code stored in the cache: append only. */
export const outboxKinds = ['offer', 'trade', 'rule', 'settlement'] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/**
 * - waiting: kept on this desk, not sent yet; can be taken back.
 * - sent: on its way, the hub has not answered.
 * - accepted: the hub has carried it out.
 * - refused: the hub says no, and why.
 * - conflict: the hub knows a newer state of what it is about; a person decides.
 * - withdrawn: taken back before it was sent.
 *
 * The position is the code stored in the cache: append only.
 */
export const outboxStates = ['waiting', 'sent', 'accepted', 'refused', 'conflict', 'withdrawn'] as const;
export type OutboxState = (typeof outboxStates)[number];
