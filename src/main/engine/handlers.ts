import type { EngineMethodName } from '#shared/contract/contract.ts';
import { auditHandlers } from './audit/handlers.ts';
import { backupsHandlers } from './backups/handlers.ts';
import { communitiesHandlers } from './communities/handlers.ts';
import { consentsHandlers } from './consents/handlers.ts';
import type { EngineHandlers } from './context.ts';
import { demoHandlers } from './demo/handlers.ts';
import { diagnosticsHandlers } from './diagnostics/handlers.ts';
import { documentsHandlers } from './documents/handlers.ts';
import { healthHandlers } from './health/handlers.ts';
import { importsHandlers } from './imports/handlers.ts';
import { insightsHandlers } from './insights/handlers.ts';
import { ledgerHandlers } from './ledger/handlers.ts';
import { mapHandlers } from './map/handlers.ts';
import { marketHandlers } from './market/handlers.ts';
import { offerHandlers } from './market/offer-handlers.ts';
import { membersHandlers } from './members/handlers.ts';
import { outboxHandlers } from './outbox/handlers.ts';
import { pricingHandlers } from './pricing/handlers.ts';
import { privacyHandlers } from './privacy/handlers.ts';
import { identityHandlers } from './privacy/identity-reveal.ts';
import { reportHandlers } from './reports/handlers.ts';
import { ruleHandlers } from './rules/handlers.ts';
import { settlementHandlers } from './settlement/handlers.ts';
import { statsHandlers } from './stats/handlers.ts';
import { syncHandlers } from './sync/handlers.ts';
import { tasksHandlers } from './tasks/handlers.ts';

/** Every method that the engine answers; a missing one does not compile. */
export const handlers: EngineHandlers<EngineMethodName> = {
  ...communitiesHandlers,
  ...statsHandlers,
  ...pricingHandlers,
  ...healthHandlers,
  ...mapHandlers,
  ...offerHandlers,
  ...marketHandlers,
  ...ruleHandlers,
  ...ledgerHandlers,
  ...settlementHandlers,
  ...insightsHandlers,
  ...reportHandlers,
  ...outboxHandlers,
  ...syncHandlers,
  ...membersHandlers,
  ...tasksHandlers,
  ...demoHandlers,
  ...importsHandlers,
  ...consentsHandlers,
  ...documentsHandlers,
  ...identityHandlers,
  ...privacyHandlers,
  ...auditHandlers,
  ...backupsHandlers,
  ...diagnosticsHandlers,
};
