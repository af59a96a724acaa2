import { describe, expect, it } from 'vitest';
import { nextToSend } from '#engine/outbox/sending.ts';
import { noPushes } from '#engine/sync/push.ts';
import { offerId } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, SLOT, START } from '../fixtures/pages.ts';
import { accepted, type Answer, keys, sendingDesk } from './sending-desk.ts';

describe('sending decisions', () => {
  it('tells each in the wire form, with its own id as key and the id that the offer will have', async () => {
    const desk = sendingDesk();
    desk.offer({ member: 0, start: START + 40 * SLOT, type: 'sell', price: 150_000 });
    const [placed] = desk.placeFor(1);
    const taken = desk.take(0, 2, 200);
    await desk.push();
    const offers = desk.cache.read.pluck<Uint8Array>('SELECT offer_id FROM outbox ORDER BY id');
    expect(offers[0]).toHaveLength(16);
    expect(desk.batches).toMatchObject([
      [
        {
          key: placed,
          community_id: COMMUNITY,
          made_at: new Date(START + 5 * 3_600_000).toISOString(),
          kind: 'offer.place',
          data: {
            offer_id: expect.stringMatching(/^[0-9a-f-]{14}7/) as string,
            member_id: memberId(1),
            type: 'buy',
            quantity_kwh: 0.001,
            price_per_kwh: 0.2,
            time_window_start: new Date(START + 30 * SLOT).toISOString(),
            time_window_end: new Date(START + 31 * SLOT).toISOString(),
          },
        },
        {
          key: taken,
          kind: 'offer.take',
          data: { offer_id: offerId(0), member_id: memberId(2), quantity_kwh: 0.2, price_per_kwh: 0.15 },
        },
      ],
    ]);
  });

  it('keeps the order in which they were made, at most fifty at a time (C2)', async () => {
    const desk = sendingDesk();
    const ids = desk.placeFor(...Array.from({ length: 60 }, (_, at) => at % 3));
    expect(await desk.push()).toMatchObject({ sent: 60, accepted: 60 });
    expect(desk.batches.map(keys)).toEqual([ids.slice(0, 50), ids.slice(50)]);
  });

  it('notes that they are sent before they leave (C8)', async () => {
    const desk = sendingDesk();
    desk.placeFor(0, 1);
    await desk.push();
    expect(desk.seen).toEqual([['sent', 'sent']]);
  });

  it('leaves alone what was decided for a community that no hub keeps', async () => {
    const desk = sendingDesk();
    desk.placeFor(0);
    desk.cache.write.run('DELETE FROM sync_state');
    expect(await desk.push()).toEqual(noPushes());
    expect(desk.list()).toMatchObject([{ state: 'waiting' }]);
    expect(desk.batches).toEqual([]);
  });

  it('leaves alone what was taken back', async () => {
    const desk = sendingDesk();
    const [first, second] = desk.placeFor(0, 1);
    desk.cache.write.run('UPDATE outbox SET state = 5 WHERE uid = ?', [first]);
    await desk.push();
    expect(desk.batches.map(keys)).toEqual([[second]]);
  });
});

describe('what the hub answers', () => {
  it('is kept with each decision: accepted, refused and in conflict beside the version of the hub (C6)', async () => {
    const desk = sendingDesk();
    desk.placeFor(0, 1, 2);
    const error = { code: 'OFFER_TAKEN', message: 'Somebody was faster.', remedy: 'Choose another.' } as const;
    const theirs = {
      id: offerId(0),
      community_id: COMMUNITY,
      member_id: memberId(0),
      type: 'sell',
      quantity_kwh: 500,
      remaining_kwh: 120,
      price_per_kwh: 150_000,
      time_window_start: START,
      time_window_end: START + SLOT,
      status: 'active',
      created_at: START,
    } as const;
    const counts = await desk.push(() => [
      { outcome: 'accepted', position: 12 },
      { outcome: 'refused', error },
      { outcome: 'conflict', error, theirs },
    ]);
    expect(counts).toEqual({ sent: 3, accepted: 1, refused: 1, conflict: 1, failed: 0, deferred: 0 });
    const [first, second, third] = desk.list();
    expect(first).toMatchObject({ state: 'accepted', problem: null, theirs: null });
    expect(second).toMatchObject({
      state: 'refused',
      problem: { ...error, retryable: false, correlationId: second.id },
      theirs: null,
    });
    expect(third).toMatchObject({
      state: 'conflict',
      problem: { code: 'OFFER_TAKEN' },
      theirs: { status: 'active', quantityWh: 500, remainingWh: 120, price: 150_000 },
    });
    expect(desk.cache.read.pluck('SELECT position FROM outbox ORDER BY id')).toEqual([12, null, null]);
  });

  it('stands in the audit log by the decision, as what it is about, and not while it will be sent again', async () => {
    const desk = sendingDesk();
    const [accepted1, refused, again] = desk.placeFor(0, 1, 2);
    await desk.push(() => [
      { outcome: 'accepted', position: 9 },
      { outcome: 'refused', error: { code: 'INSUFFICIENT_BALANCE', message: 'No.', remedy: '', correlation_id: 'x' } },
      { outcome: 'failed' },
    ]);
    expect(desk.noted).toMatchObject([
      { kind: 'offer', outcome: 'done', communityId: COMMUNITY, details: { decision: accepted1, answer: 'accepted' } },
      { kind: 'offer', outcome: 'refused', details: { decision: refused, code: 'INSUFFICIENT_BALANCE' } },
    ]);
    expect(JSON.stringify(desk.noted)).not.toContain(again);
  });

  it('is kept as a whole or not at all', async () => {
    const desk = sendingDesk();
    desk.placeFor(0, 1);
    desk.cache.write.exec(
      "CREATE TRIGGER full BEFORE UPDATE OF position ON outbox WHEN old.quantity_wh = 2 BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    await expect(desk.push()).rejects.toThrow('no');
    expect(desk.list()).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  });

  it('fails a decision of which it says nothing', async () => {
    const desk = sendingDesk();
    desk.placeFor(0, 1);
    await desk.push((commands) => accepted(commands).slice(0, 1));
    expect(desk.list()).toMatchObject([
      { state: 'accepted' },
      { state: 'sent', attempts: 1, problem: { code: 'HUB_REFUSED' } },
    ]);
  });
});

describe('a decision that fails', () => {
  const first: Answer = (commands) =>
    commands.map(({ data }) => ({
      outcome: data.member_id !== memberId(0) ? 'accepted' : data.quantity_kwh === 0.001 ? 'failed' : 'deferred',
      position: 9,
    }));

  it('holds up the later ones of its member only, until it is due again (C4, C7)', async () => {
    const desk = sendingDesk();
    const [failing, other, later] = desk.placeFor(0, 1, 0);
    await desk.push(first);
    expect(desk.list()).toMatchObject([
      { state: 'sent', attempts: 1, nextAttemptAt: START + 1000 },
      { state: 'accepted' },
      { state: 'waiting', attempts: 0, nextAttemptAt: null },
    ]);
    const [, , , fresh] = [failing, other, later, ...desk.placeFor(2)];
    await desk.push();
    desk.clock.now += 1000;
    await desk.push();
    expect(desk.batches.map(keys)).toEqual([[failing, other, later], [fresh], [failing, later]]);
    expect(desk.list().every(({ state }) => state === 'accepted')).toBe(true);
  });

  it('waits longer each time, with its attempts counted', async () => {
    const desk = sendingDesk();
    desk.placeFor(0);
    for (const expected of [1, 2, 3]) {
      await desk.push((commands) => commands.map(() => ({ outcome: 'failed' })));
      expect(desk.list()).toMatchObject([{ attempts: expected, nextAttemptAt: desk.clock.now + expected * 1000 }]);
      desk.clock.now += expected * 1000;
    }
  });

  it('is tried at once when the clock of the desk was put back', async () => {
    const desk = sendingDesk();
    desk.placeFor(0);
    await desk.push((commands) => commands.map(() => ({ outcome: 'failed' })));
    desk.clock.now -= 86_400_000;
    expect(await desk.push()).toMatchObject({ accepted: 1 });
  });

  it('that was deferred after it had been sent without an answer cannot be taken back (C8)', async () => {
    const desk = sendingDesk();
    const [, later] = desk.placeFor(0, 0);
    desk.cache.write.run('UPDATE outbox SET state = 1 WHERE uid = ?', [later]);
    await desk.push(first);
    expect(desk.list()).toMatchObject([{ state: 'sent' }, { state: 'sent', attempts: 0 }]);
  });
});

it('nothing is left to send once all is answered', async () => {
  const desk = sendingDesk();
  desk.placeFor(0, 1);
  await desk.push();
  expect(nextToSend(desk.cache.read, 0, desk.clock.now, 50)).toEqual([]);
});
