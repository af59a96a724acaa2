import { describe, expect, it } from 'vitest';
import { Failure } from '#shared/contract/errors.ts';
import { HubFailure } from '#engine/sync/hub-failure.ts';
import { accepted, keys, refusal, sendingDesk } from './sending-desk.ts';

describe('a batch that fails', () => {
  it.each([
    ['the connection', new HubFailure('HUB_UNREACHABLE', 'Cut.')],
    ['the sign-in', refusal(401)],
    ['the protocol', refusal(426)],
    ['the load', refusal(429)],
    ['a hub that starts', refusal(503)],
  ])('for %s ends the push; its decisions are sent again with their keys (C8)', async (_of, failure) => {
    const desk = sendingDesk();
    const ids = desk.placeFor(0, 1);
    await expect(
      desk.push(() => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(desk.list()).toMatchObject([
      { state: 'sent', attempts: 0 },
      { state: 'sent', attempts: 0 },
    ]);
    await desk.push();
    expect(desk.batches.map(keys)).toEqual([ids, ids]);
  });

  it('for anything else is sent one by one; what fails alone holds up its own member only (C7)', async () => {
    const desk = sendingDesk();
    const [bad, second, third, fourth] = desk.placeFor(0, 1, 0, 2);
    const counts = await desk.push((commands) => {
      if (keys(commands).includes(bad)) throw refusal(500);
      return accepted(commands);
    });
    expect(desk.batches.map(keys)).toEqual([[bad, second, third, fourth], [bad], [second], [fourth]]);
    expect(counts).toMatchObject({ accepted: 2, failed: 1, deferred: 1 });
    expect(desk.list()).toMatchObject([
      { state: 'sent', attempts: 1, problem: { code: 'HUB_REFUSED' } },
      { state: 'accepted' },
      { state: 'sent', attempts: 0 },
      { state: 'accepted' },
    ]);
  });

  it('and had one decision only is not sent twice', async () => {
    const desk = sendingDesk();
    desk.placeFor(0);
    await desk.push(() => {
      throw refusal(400);
    });
    expect(desk.batches).toHaveLength(1);
    expect(desk.list()).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  it('tells nothing but what the hub and the failure say', async () => {
    const desk = sendingDesk();
    const [id] = desk.placeFor(0);
    await desk.push(() => {
      throw refusal(500);
    });
    expect(desk.list()[0].problem).toEqual(new Failure('HUB_REFUSED', 'No.').toProblem(id));
  });
});
