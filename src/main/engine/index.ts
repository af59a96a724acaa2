import { AuditLog } from './audit/audit-log.ts';
import { openCache } from './cache/open.ts';
import { afterOpen } from './after-open.ts';
import { startBackupsThread } from './backups/backups-work.ts';
import { startExaminationThread } from './diagnostics/examination-work.ts';
import { handlers } from './handlers.ts';
import { startInsightsThread } from './insights/insights-work.ts';
import { startLedgerThread } from './ledger/ledger-work.ts';
import { startMarketThread } from './market/market-work.ts';
import { connectToMain, type ToEngine } from './port.ts';
import { createRouter } from './router.ts';
import { EngineSession } from './session.ts';
import { upkeepHandlers } from './upkeep/handlers.ts';
import { doUpkeep } from './upkeep/upkeep.ts';

/** How long the work under way may take to stop when main has died; then the process ends all the same. */
const ORPHAN_LIMIT_MS = 5_000;

const port = connectToMain();
const log = (line: string): void => console.warn(line);
const checkOutput = process.env['NODE_ENV'] !== 'production';

process.on('uncaughtException', dieOf);
process.on('unhandledRejection', dieOf);
// Ctrl+C and a system going down signal every process at once: main hears it too and closes this one in order.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const session = new EngineSession({
  openCache,
  openAudit: (parts) => new AuditLog(parts),
  startMarket: startMarketThread,
  startLedger: startLedgerThread,
  startInsights: startInsightsThread,
  startBackups: startBackupsThread,
  startExamination: startExaminationThread,
  afterOpen,
  router: createRouter({ handlers, checkOutput, now: () => performance.now(), log }),
  send: (message) => port.send(message),
  checkOutput,
  log,
});

port.onMessage((message) => {
  // Main ends this process once it has read `closed`: an exit of one's own could overtake the last answers.
  if (message.type === 'close') void session.close().then(() => port.send({ type: 'closed' }), dieOf);
  else if (message.type === 'upkeep') void upkeep(message);
  else session.receive(message);
});
port.onClose(() => {
  setTimeout(() => process.exit(1), ORPHAN_LIMIT_MS);
  void session.close().then(() => process.exit(1), dieOf);
});
port.send({ type: 'ready' });

async function upkeep({ id, cache, request, correlationId }: Extract<ToEngine, { type: 'upkeep' }>): Promise<void> {
  const answer = await doUpkeep(upkeepHandlers, cache, request, {
    correlationId,
    log,
    tell: (share) => port.send({ type: 'upkeep-share', share }),
  });
  port.send({ type: 'answer', id, answer });
}

/** An error that nobody expected leaves the process in an unknown state: write it down and let main start a fresh one. */
function dieOf(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`the engine stops because of a fault: ${text}\n`, () => process.exit(1));
}
