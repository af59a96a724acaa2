import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, type RunningHub, startHub } from '../../../hub/running-hub.ts';
import { contentOf, differences } from './cache-content.ts';
import { Desk } from './desk.ts';
import { type Fault, FaultyProxy, PASS } from './faulty-proxy.ts';

let hub: RunningHub;
let proxies: FaultyProxy[];

beforeAll(async () => {
  hub = await startHub({ seed: { days: 1 } });
  proxies = await Promise.all([FaultyProxy.start(() => hub.address), FaultyProxy.start(() => hub.address)]);
  for (const proxy of proxies) {
    proxy.rewrite = (url) => (url.startsWith('/api/sync') ? `${url.replace(/&limit=\d+/, '')}&limit=500` : url);
  }
}, 180_000);
afterAll(async () => {
  for (const proxy of proxies) await proxy.stop();
  await hub.stop();
});

const fault = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fault>(PASS) },
  fc.constantFrom<Fault>(
    { type: 'cut-before' },
    { type: 'cut-after' },
    { type: 'answer', status: 500, body: '' },
    { type: 'answer', status: 401, body: '{}' },
  ),
  fc.double({ min: 0, max: 0.999, noNaN: true }).map((share): Fault => ({ type: 'cut-inside', share })),
);

/** What happens next: at which desk, what, and what its network does meanwhile, request by request. */
const step = fc.record({
  desk: fc.constantFrom(0, 1),
  action: fc.constantFrom('offer', 'take', 'offer', 'round', 'round', 'withdraw'),
  quantityWh: fc.integer({ min: 1, max: 400 }),
  network: fc.array(fault, { maxLength: 8 }),
});

it(
  'two consoles that decide and synchronise at random over a network that cuts at random come to the same content as the hub (C1–C8, L1–L11)',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const desks = await Promise.all(proxies.map((proxy) => connectedDesk(proxy)));
        const decided = [0, 0];
        for (const { desk: at, action, quantityWh, network } of steps) {
          const desk = desks[at];
          let request = 0;
          proxies[at].fault = ({ path }) => {
            const next = network[request++] ?? PASS;
            // Otherwise a person would have to sign in again.
            return path.startsWith('/api/auth') && next.type === 'answer' ? PASS : next;
          };
          if (action === 'round') await desk.loop.once();
          else if (action === 'withdraw') decided[at] -= withdrawOne(desk);
          else if (action === 'offer') {
            desk.decide(hub.communityId, crypto.randomUUID(), quantityWh);
            decided[at]++;
          } else decided[at] += desk.takeAny(hub.communityId, quantityWh) ? 1 : 0;
        }
        for (const proxy of proxies) proxy.fault = () => PASS;
        // What both wanted to take goes to one of them: the other one's decision conflicts, and a person sees it.
        for (const desk of desks) await desk.settle();
        for (const desk of desks) await desk.settle();

        const fresh = await connectedDesk(proxies[0]);
        await fresh.settle();
        const truth = contentOf(fresh.cache.read);
        const answered = await hub.db.selectFrom('idempotency').select('key').execute();
        for (const desk of desks) expect(differences(contentOf(desk.cache.read), truth)).toEqual([]);
        expect(answered.length - answeredBefore).toBe(decided[0] + decided[1]);
        answeredBefore = answered.length;
        for (const desk of [...desks, fresh]) await desk.close();
      }),
      { numRuns: 4, endOnFailure: true },
    );
  },
);

let answeredBefore = 0;

async function connectedDesk(proxy: FaultyProxy): Promise<Desk> {
  proxy.fault = () => PASS;
  const desk = new Desk({ now: hub.parts.now });
  await desk.connect(proxy.address, hub.users.manager.email, PASSWORD);
  await desk.syncToTheEnd();
  return desk;
}

/** Takes the first decision back that was not sent yet; returns how many that were. */
function withdrawOne(desk: Desk): number {
  return desk.withdrawFirst() ? 1 : 0;
}
