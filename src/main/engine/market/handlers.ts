import type { EngineHandlers } from '../context.ts';

/** What is computed is computed by `market`, beside the other queries. */
export const marketHandlers: EngineHandlers<
  | 'market.book'
  | 'market.explain'
  | 'market.verify'
  | 'market.certificate'
  | 'market.offers'
  | 'market.checkOffer'
  | 'market.replay'
  | 'market.replayResult'
> = {
  'market.book': (input, { market }) => market.query('market.book', input),
  'market.explain': (input, { market }) => market.query('market.explain', input),
  'market.verify': (input, { market }) => market.query('market.verify', input),
  'market.certificate': (input, { market }) => market.query('market.certificate', input),
  'market.offers': (input, { market }) => market.query('market.offers', input),
  'market.checkOffer': (input, { market }) => market.query('market.checkOffer', input),
  'market.replay': (input, context) => context.replays.start(context, input),
  'market.replayResult': ({ taskId }, { replays }) => replays.result(taskId),
};
