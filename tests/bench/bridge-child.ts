// The engine's side of the bridge for one benchmark: over the cache BENCH_FILE, of which it answers pages as the engine does,
// and all trades at once, as objects or as one typed array for each number.
import { openReadOnly } from '#engine/cache/open.ts';
import { allCommunities } from '#engine/communities/community.ts';
import { filteredTrades } from '#engine/ledger/filtered-trades.ts';
import { LedgerDesk } from '#engine/ledger/ledger-desk.ts';
import { connectToMain } from '#engine/port.ts';
import type { ParsedInput } from '#shared/contract/contract.ts';
import { uuidBytes } from '#shared/domain/uuid.ts';
import { KEY } from '../engine/fixtures/keys.ts';
import { everyTrade } from './trade-year.ts';

const { read } = openReadOnly({ file: process.env['BENCH_FILE']!, key: KEY });
const [community] = allCommunities(read);
const desk = new LedgerDesk(read);
const trades = [...filteredTrades(read, community, everyTrade(), { by: 'executedAt', descending: true })];
const ids = new Uint8Array(trades.length * 16);
trades.forEach(({ id }, row) => ids.set(uuidBytes(id), row * 16));
const columns = {
  ids,
  ...Object.fromEntries(
    (['executedAt', 'slot', 'quantityWh', 'price', 'amount', 'version', 'retail', 'feedIn'] as const).map((name) => [
      name,
      Float64Array.from(trades, (trade) => trade[name] ?? Number.NaN),
    ]),
  ),
};
const answers: Readonly<Record<string, (input: unknown) => unknown>> = {
  'ledger.page': (input) => desk.page(input as ParsedInput<'ledger.page'>),
  rows: () => ({ trades }),
  columns: () => columns,
};

const port = connectToMain();
port.onMessage((message) => {
  if (message.type !== 'call') return;
  const { id, method, input } = message;
  void Promise.resolve(answers[method](input)).then((value) =>
    port.send({ type: 'answer', id, answer: { ok: true, value } }),
  );
});
port.onClose(() => process.exit());
port.send({ type: 'ready' });
