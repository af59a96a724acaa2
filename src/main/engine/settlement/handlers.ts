import type { EngineHandlers } from '../context.ts';
import { decideSettlements, proposeSettlements } from './decide.ts';

type SettlementMethod =
  | 'settlement.groups'
  | 'settlement.cases'
  | 'settlement.case'
  | 'settlement.preview'
  | 'settlement.propose'
  | 'settlement.decide'
  | 'settlement.reconcile';

/**
 * What takes a long look is answered by `market`, beside the other queries.
 * @param now the desk's clock, epoch milliseconds
 */
export function settlementHandlersAt(now: () => number): EngineHandlers<SettlementMethod> {
  return {
    'settlement.groups': (input, { market }) => market.query('settlement.groups', input),
    'settlement.cases': (input, { market }) => market.query('settlement.cases', input),
    'settlement.case': (input, { market }) => market.query('settlement.case', input),
    'settlement.preview': (input, { market }) => market.query('settlement.preview', input),

    'settlement.propose': (input, { cache, sync, changed }) => {
      const decided = proposeSettlements(cache.write, input, now());
      changed('outbox', 'settlement', 'sync');
      sync.wake();
      return decided;
    },

    'settlement.decide': (input, { cache, sync, changed }) => {
      const decided = decideSettlements(cache.write, input, now());
      changed('outbox', 'settlement', 'sync');
      sync.wake();
      return decided;
    },

    'settlement.reconcile': (input, { market }) => market.query('settlement.reconcile', input),
  };
}

export const settlementHandlers = settlementHandlersAt(Date.now);
