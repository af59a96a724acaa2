import type { ReportKind } from '#shared/contract/report-records.ts';
import { assemblyPack } from './kinds/assembly-pack.ts';
import { clearingCertificate } from './kinds/clearing-certificate.ts';
import { communityMonth } from './kinds/community-month.ts';
import { ledger } from './kinds/ledger.ts';
import { memberStatement } from './kinds/member-statement.ts';
import { processingRecord } from './kinds/processing-record.ts';
import { reconciliation } from './kinds/reconciliation.ts';
import { ruleAudit } from './kinds/rule-audit.ts';
import { type FigureReader, reading } from './report-maker.ts';

/** Every kind of report; a missing one does not compile. */
export const makers: { readonly [K in ReportKind]: FigureReader<K> } = {
  'community-month': reading(communityMonth),
  'assembly-pack': reading(assemblyPack),
  'member-statement': reading(memberStatement),
  'rule-audit': reading(ruleAudit),
  reconciliation: reading(reconciliation),
  'clearing-certificate': reading(clearingCertificate),
  ledger: reading(ledger),
  'processing-record': reading(processingRecord),
};
