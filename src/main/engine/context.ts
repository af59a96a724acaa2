import type { ChangedArea } from '#shared/contract/events.ts';
import type { Handlers, MethodName } from '#shared/contract/contract.ts';
import type { Role } from '#shared/contract/method.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { AuditVerifications } from './audit/verifications.ts';
import type { Backups } from './backups/backups.ts';
import type { Cache } from './cache/open.ts';
import type { Examinations } from './diagnostics/examinations.ts';
import type { SlowCalls } from './diagnostics/slow-calls.ts';
import type { ChosenFiles } from './files.ts';
import type { Counterfactuals } from './insights/counterfactuals.ts';
import type { InsightsWork } from './insights/insights-work.ts';
import type { LedgerWork } from './ledger/ledger-work.ts';
import type { MarketWork } from './market/market-work.ts';
import type { Replays } from './market/replays.ts';
import type { Reports } from './reports/reports.ts';
import type { RuleTasks } from './rules/rule-tasks.ts';
import type { SyncLoop } from './sync/sync-loop.ts';
import type { Tasks } from './tasks/tasks.ts';

/** What a handler of the engine works with. */
export interface EngineContext {
  readonly cache: Cache;
  readonly audit: AuditLog;
  readonly auditVerifications: AuditVerifications;
  readonly tasks: Tasks;
  readonly market: MarketWork;
  readonly ledger: LedgerWork;
  readonly insights: InsightsWork;
  readonly replays: Replays;
  readonly ruleTasks: RuleTasks;
  readonly counterfactuals: Counterfactuals;
  readonly reports: Reports;
  readonly backups: Backups;
  readonly examinations: Examinations;
  readonly slowCalls: SlowCalls;
  readonly files: ChosenFiles;
  readonly sync: SyncLoop;
  /** The role of the person at this desk, the hub's while one is connected; the router has already checked it against the method. */
  readonly role: Role;
  /** Tells the page which areas to ask again for. */
  changed(...areas: ChangedArea[]): void;
}

export type EngineHandlers<Names extends MethodName> = Handlers<EngineContext, Names>;
