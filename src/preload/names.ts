import type { MethodName } from '#shared/contract/contract.ts';
import type { EventName } from '#shared/contract/events.ts';

// Written out, because the contract itself would bring its schemas along; a test holds these lists against it.

/** Every method that a page may call. */
export const methodNames: readonly MethodName[] = [
  'session.state',
  'session.setUp',
  'session.unlock',
  'session.openDemo',
  'session.lock',
  'preferences.get',
  'preferences.set',
  'files.choose',
  'files.save',
  'communities.list',
  'communities.setBoundary',
  'communities.remove',
  'stats.indicators',
  'stats.series',
  'pricing.current',
  'pricing.series',
  'health.findings',
  'health.events',
  'map.cells',
  'market.book',
  'market.explain',
  'market.verify',
  'market.replay',
  'market.replayResult',
  'market.certificate',
  'market.offers',
  'market.checkOffer',
  'market.placeOffer',
  'market.checkTrade',
  'market.takeOffer',
  'outbox.list',
  'outbox.withdraw',
  'members.list',
  'members.get',
  'members.day',
  'members.trades',
  'tasks.list',
  'tasks.cancel',
  'demo.create',
  'imports.inspect',
  'imports.start',
];

/** Every event that a page may listen to. */
export const eventNames: readonly EventName[] = ['cache.changed', 'task.changed', 'session.changed'];
