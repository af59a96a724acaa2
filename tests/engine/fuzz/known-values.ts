import type { Input, MethodName, Output } from '#shared/contract/contract.ts';
import type { LedgerFilter } from '#shared/contract/ledger-records.ts';
import { caseStates } from '#shared/settlement/case.ts';
import type { KnownValues } from './schema-values.ts';

/** Has the console answer a call that must succeed. */
export type ValueOf = <M extends MethodName>(method: M, input: Input<M>) => Promise<Output<M>>;

const DAY = 86_400_000;

/** Real ids and times of a community with a market, by the names of the fields that take them: few of each, so that they fit together. */
export async function knownValuesOf(ask: ValueOf, communityId: string): Promise<KnownValues> {
  const community = (await ask('communities.list', {})).find(({ id }) => id === communityId)!;
  const range = { from: community.dataTo! - 2 * DAY, to: community.dataTo! };
  const next = await ask('market.book', { communityId, slot: null });
  const book = await ask('market.book', { communityId, slot: next.previousSlot });
  const [rule] = await ask('rules.list', { communityId });
  const { trades } = await ask('ledger.page', {
    communityId,
    filter: allTrades(range),
    sort: { by: 'executedAt', descending: true },
    from: 0,
    limit: 1,
  });
  const [trade] = trades;
  const { cases } = await ask('settlement.cases', {
    communityId,
    filter: { range, cause: null, states: [...caseStates], memberId: null, text: '' },
    from: 0,
    limit: 1,
  });
  const [document] = await ask('documents.list', { communityId });
  const { taskId } = await ask('audit.verify', {});
  return {
    communityId: [communityId],
    memberId: [rule.memberId, (await ask('members.list', { communityId, range }))[0].id],
    ruleId: [rule.id],
    insteadOf: [rule.id],
    orderId: [book.orders.id[0]],
    offerId: [next.orders.id[0] ?? book.orders.id[0]],
    clearingId: [book.certificate!.clearingId],
    tradeId: [...cases, { tradeId: trade.id }].map(({ tradeId }) => tradeId),
    taskId: [taskId],
    key: ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'],
    slot: [book.slot, next.firstSlot],
    windowStart: [next.firstSlot, next.firstSlot + 900_000],
    windowEnd: [next.firstSlot + 900_000, next.firstSlot + 1_800_000],
    executedAt: [...cases, trade].map(({ executedAt }) => executedAt),
    tradeVersion: cases.map(({ tradeVersion }) => tradeVersion),
    number: cases.map(({ number }) => number),
    from: [community.dataFrom!, range.from, 0],
    to: [community.dataTo!, range.to - DAY, range.from + 1],
    until: [community.dataTo!],
    at: [trade.executedAt],
    day: [20261024, 20260230],
    version: [document?.version ?? 1, 1],
    baseVersion: [rule.version, 0],
    timeZone: ['Europe/Berlin', 'Mars/Olympus'],
    timeWindows: ['00:00-24:00', 'Mon-Fri 08:00-10:00'],
    limit: [1, 500],
  };
}

function allTrades(range: LedgerFilter['range']): LedgerFilter {
  const nothing = { from: null, to: null };
  return {
    range,
    memberId: null,
    side: 'either',
    status: null,
    failureCode: null,
    price: nothing,
    quantityWh: nothing,
    mechanism: null,
    ruleId: null,
    text: '',
  };
}
