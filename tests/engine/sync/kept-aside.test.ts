import { expect, it } from 'vitest';
import { memberId, ruleId, uuid } from '../fixtures/pages.ts';
import { fillFeed, type Pulling, pulling } from '../fixtures/pulling.ts';
import { wireCommunity, wireMember, wireRule, wireTrade } from '../fixtures/wire-records.ts';

async function filled(): Promise<Pulling> {
  const desk = await pulling();
  fillFeed(desk.feed, 2, 2);
  desk.feed.put('member', wireMember(0, { car: true }));
  desk.feed.put('trade', wireTrade(0, { fee: 1 }));
  desk.feed.put('trade', wireTrade(1, { fee: 2 }));
  desk.feed.put('flexibility', { id: 'f1', area: 'north', kw: 3 });
  desk.feed.put('flexibility', { id: 'f2', area: 'south', kw: 3 });
  await desk.pull();
  return desk;
}

function kept({ cache }: Pulling): unknown[] {
  return cache.read
    .all<{ kind: string; key: string; fields: string }>('SELECT kind, key, fields FROM kept_aside ORDER BY kind, key')
    .map(({ kind, key, fields }) => [kind, key, JSON.parse(fields)]);
}

const trade0 = ['trade', uuid('d', 0), { fee: 1 }];
const trade1 = ['trade', uuid('d', 1), { fee: 2 }];
const member0 = ['member', memberId(0), { car: true }];
const north = ['flexibility', 'f1', { id: 'f1', area: 'north', kw: 3 }];
const south = ['flexibility', 'f2', { id: 'f2', area: 'south', kw: 3 }];

it('what is not known is kept and the known fields are stored (L8)', async () => {
  const desk = await filled();
  expect(kept(desk)).toEqual([north, south, member0, trade0, trade1]);
  expect(desk.cache.read.pluck('SELECT COUNT(*) FROM trade')).toEqual([2]);
});

it('what comes later replaces it, and takes it away when it says nothing unknown any more', async () => {
  const desk = await filled();
  desk.feed.put('trade', wireTrade(0, { fee: 7, version: 2 }));
  desk.feed.put('trade', wireTrade(1, { version: 2 }));
  desk.feed.put('member', wireMember(0));
  desk.feed.put('flexibility', { id: 'f1', area: 'west' });
  await desk.pull();
  expect(kept(desk)).toEqual([
    ['flexibility', 'f1', { id: 'f1', area: 'west' }],
    south,
    ['trade', uuid('d', 0), { fee: 7 }],
  ]);
});

it('what is deleted is not kept, whatever the fields of its key', async () => {
  const desk = await filled();
  desk.feed.put('rule', wireRule(0, { note: 'x' }), '0/1');
  desk.feed.put('rule', wireRule(0, { note: 'y', version: 2 }), '0/2');
  await desk.pull();
  expect(kept(desk)).toContainEqual(['rule', `${ruleId(0)}/2`, { note: 'y' }]);
  desk.feed.remove('rule', { id: ruleId(0) }, '0/1');
  desk.feed.remove('trade', { id: uuid('d', 1), executed_at: (wireTrade(1) as { executed_at: string }).executed_at });
  desk.feed.remove('flexibility', { area: 'north' }, 'f1');
  desk.feed.remove('flexibility', { id: 'f9' }, 'f9');
  await desk.pull();
  expect(kept(desk)).toEqual([south, member0, trade0]);
});

it('belongs to its generation', async () => {
  const desk = await filled();
  desk.feed.restart();
  fillFeed(desk.feed, 2, 2);
  desk.feed.put('community', wireCommunity({ motto: 'Sun' }), 'again');
  await desk.pull();
  expect(kept(desk)).toEqual([['community', (wireCommunity() as { id: string }).id, { motto: 'Sun' }]]);
});
