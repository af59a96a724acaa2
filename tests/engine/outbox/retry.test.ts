import { describe, expect, it } from 'vitest';
import { outboxHandlersAt } from '#engine/outbox/handlers.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import { type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import { failureOf } from '../fixtures/failure-of.ts';
import { keyOf, offerId, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, offers, SLOT, START } from '../fixtures/pages.ts';

const PROBLEM = { code: 'OFFER_TAKEN', message: 'Too late.', remedy: '', retryable: false, correlationId: 'h1' };

function desk(members = 2) {
  const market = openMarket(members);
  const handlers = outboxHandlersAt(() => START + 6 * 3_600_000);
  const { context } = market;
  return {
    ...market,
    list: (): OutboxItem[] => handlers['outbox.list']({ communityId: COMMUNITY }, context) as OutboxItem[],
    set: (id: string, state: OutboxState): void =>
      void context.cache.write.run('UPDATE outbox SET state = ?, problem = ? WHERE uid = ?', [
        outboxStates.indexOf(state),
        JSON.stringify(PROBLEM),
        id,
      ]),
    retry: (id: string, key = keyOf(1)): string =>
      (handlers['outbox.retry']({ id, key }, context) as { commandId: string }).commandId,
    dismiss: (id: string): unknown => handlers['outbox.dismiss']({ id }, context),
  };
}

describe('deciding again', () => {
  it.each(['refused', 'conflict'] as const)('places an offer that was %s anew, and takes the old one out', (state) => {
    const one = desk();
    const window = { windowStart: START + SLOT, windowEnd: START + 3 * SLOT };
    const old = one.place({ type: 'sell', price: null, quantityWh: 300, ...window });
    one.set(old, state);
    one.changed.length = 0;
    const id = one.retry(old);
    expect(id).not.toBe(old);
    expect(one.list()).toMatchObject([
      { id, kind: 'offer', state: 'waiting', type: 'sell', price: null, quantityWh: 300, problem: null, ...window },
    ]);
    expect(one.list()).toHaveLength(1);
    expect(one.changed).toEqual(['outbox', 'market', 'rules', 'members', 'settlement', 'sync']);
  });

  it('takes the same quantity of the same offer again', () => {
    const one = desk();
    one.offer({ member: 0, start: START, quantity: 500, price: 100_000 });
    const old = one.take(0, 1, 400);
    one.set(old, 'conflict');
    one.retry(old);
    expect(one.list()).toMatchObject([{ kind: 'trade', state: 'waiting', quantityWh: 400, anonymizedId: 'House A1' }]);
    expect(one.context.cache.read.pluck('SELECT COUNT(*) FROM outbox')).toEqual([1]);
  });

  it('checks as it is now: what cannot be any more is refused, and the old one stays', () => {
    const one = desk();
    const row = { id: offerId(0), member: 0, start: START, quantity: 500, price: 100_000 };
    one.apply({ offers: offers([row]) });
    const old = one.take(0, 1, 400);
    one.set(old, 'conflict');
    one.apply({ offers: offers([{ ...row, remaining: 300 }]) });
    expect(failureOf(() => one.retry(old))).toMatchObject({ code: 'QUANTITY_INVALID' });
    expect(one.list()).toMatchObject([{ id: old, state: 'conflict', problem: PROBLEM }]);
    one.member(1, { isActive: false });
    expect(failureOf(() => one.retry(old)).code).toBe('MEMBER_INACTIVE');
  });

  it('a second time with the same key is the same command', () => {
    const one = desk();
    const old = one.place();
    one.set(old, 'refused');
    const id = one.retry(old, keyOf(7));
    expect(one.retry(old, keyOf(7))).toBe(id);
    expect(one.list()).toHaveLength(1);
  });

  it.each(['waiting', 'sent', 'accepted', 'withdrawn'] as const)('is not for what is %s', (state) => {
    const one = desk();
    const id = one.place();
    one.set(id, state);
    expect(failureOf(() => one.retry(id)).code).toBe('VERSION_CONFLICT');
    expect(one.list()).toMatchObject([{ id, state }]);
  });

  it('is not for what is not in the outbox', () => {
    expect(failureOf(() => desk().retry('nothing')).code).toBe('INPUT_INVALID');
  });
});

describe('taking out of the list', () => {
  it.each(['refused', 'conflict', 'withdrawn'] as const)('is for what is %s', (state) => {
    const one = desk();
    const [other, id] = [one.place({ memberId: memberId(1) }), one.place()];
    one.set(id, state);
    one.changed.length = 0;
    expect(one.dismiss(id)).toEqual({});
    expect(one.list()).toMatchObject([{ id: other }]);
    expect(one.list()).toHaveLength(1);
    expect(one.changed).toEqual(['outbox', 'rules', 'settlement', 'sync']);
  });

  it.each(['waiting', 'sent', 'accepted'] as const)('is not for what is %s: it counts', (state) => {
    const one = desk();
    const id = one.place();
    one.set(id, state);
    expect(failureOf(() => one.dismiss(id)).code).toBe('VERSION_CONFLICT');
    expect(one.list()).toMatchObject([{ id, state }]);
  });

  it('is not for what is not there', () => {
    expect(failureOf(() => desk().dismiss('nothing')).code).toBe('INPUT_INVALID');
  });
});
