import type { EngineHandlers } from '../context.ts';
import { startExport } from '../exports/start-export.ts';

/** What is found and counted is found and counted by `ledger`, beside the other queries. */
export const ledgerHandlers: EngineHandlers<
  | 'ledger.page'
  | 'ledger.totals'
  | 'ledger.placeOf'
  | 'ledger.trade'
  | 'ledger.savings'
  | 'ledger.comparison'
  | 'ledger.export'
> = {
  'ledger.page': (input, { ledger }) => ledger.query('ledger.page', input),
  'ledger.totals': (input, { ledger }) => ledger.query('ledger.totals', input),
  'ledger.placeOf': (input, { ledger }) => ledger.query('ledger.placeOf', input),
  'ledger.trade': (input, { ledger }) => ledger.query('ledger.trade', input),
  'ledger.savings': (input, { ledger }) => ledger.query('ledger.savings', input),
  'ledger.comparison': (input, { ledger }) => ledger.query('ledger.comparison', input),
  'ledger.export': (input, context) => startExport(context, input, Date.now()),
};
