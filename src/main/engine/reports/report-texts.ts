// Written by tools/languages.ts from resources/locales: `npm run build` brings it up to date.
import type { Resource } from 'i18next';
import type { Language } from '#shared/languages/languages.ts';
import enHealth from '../../../../resources/locales/en/health.json' with { type: 'json' };
import enMarketplace from '../../../../resources/locales/en/marketplace.json' with { type: 'json' };
import enParticipation from '../../../../resources/locales/en/participation.json' with { type: 'json' };
import enReconciliation from '../../../../resources/locales/en/reconciliation.json' with { type: 'json' };
import enReport from '../../../../resources/locales/en/report.json' with { type: 'json' };
import enReportAccessPack from '../../../../resources/locales/en/report-access-pack.json' with { type: 'json' };
import enReportAssemblyPack from '../../../../resources/locales/en/report-assembly-pack.json' with { type: 'json' };
import enReportClearingCertificate from '../../../../resources/locales/en/report-clearing-certificate.json' with { type: 'json' };
import enReportCommunityMonth from '../../../../resources/locales/en/report-community-month.json' with { type: 'json' };
import enReportLedger from '../../../../resources/locales/en/report-ledger.json' with { type: 'json' };
import enReportMemberStatement from '../../../../resources/locales/en/report-member-statement.json' with { type: 'json' };
import enReportPeriod from '../../../../resources/locales/en/report-period.json' with { type: 'json' };
import enReportProcessingRecord from '../../../../resources/locales/en/report-processing-record.json' with { type: 'json' };
import enReportReconciliation from '../../../../resources/locales/en/report-reconciliation.json' with { type: 'json' };
import enReportRuleAudit from '../../../../resources/locales/en/report-rule-audit.json' with { type: 'json' };
import enRuleAudit from '../../../../resources/locales/en/rule-audit.json' with { type: 'json' };
import enRules from '../../../../resources/locales/en/rules.json' with { type: 'json' };
import deHealth from '../../../../resources/locales/de/health.json' with { type: 'json' };
import deMarketplace from '../../../../resources/locales/de/marketplace.json' with { type: 'json' };
import deParticipation from '../../../../resources/locales/de/participation.json' with { type: 'json' };
import deReconciliation from '../../../../resources/locales/de/reconciliation.json' with { type: 'json' };
import deReport from '../../../../resources/locales/de/report.json' with { type: 'json' };
import deReportAccessPack from '../../../../resources/locales/de/report-access-pack.json' with { type: 'json' };
import deReportAssemblyPack from '../../../../resources/locales/de/report-assembly-pack.json' with { type: 'json' };
import deReportClearingCertificate from '../../../../resources/locales/de/report-clearing-certificate.json' with { type: 'json' };
import deReportCommunityMonth from '../../../../resources/locales/de/report-community-month.json' with { type: 'json' };
import deReportLedger from '../../../../resources/locales/de/report-ledger.json' with { type: 'json' };
import deReportMemberStatement from '../../../../resources/locales/de/report-member-statement.json' with { type: 'json' };
import deReportPeriod from '../../../../resources/locales/de/report-period.json' with { type: 'json' };
import deReportProcessingRecord from '../../../../resources/locales/de/report-processing-record.json' with { type: 'json' };
import deReportReconciliation from '../../../../resources/locales/de/report-reconciliation.json' with { type: 'json' };
import deReportRuleAudit from '../../../../resources/locales/de/report-rule-audit.json' with { type: 'json' };
import deRuleAudit from '../../../../resources/locales/de/rule-audit.json' with { type: 'json' };
import deRules from '../../../../resources/locales/de/rules.json' with { type: 'json' };

/** Language, then namespace: the texts of reports, and those of pages whose words they share. */
export const reportTexts: Resource & Readonly<Record<Language, unknown>> = {
  en: {
    health: enHealth,
    marketplace: enMarketplace,
    participation: enParticipation,
    reconciliation: enReconciliation,
    report: enReport,
    'report-access-pack': enReportAccessPack,
    'report-assembly-pack': enReportAssemblyPack,
    'report-clearing-certificate': enReportClearingCertificate,
    'report-community-month': enReportCommunityMonth,
    'report-ledger': enReportLedger,
    'report-member-statement': enReportMemberStatement,
    'report-period': enReportPeriod,
    'report-processing-record': enReportProcessingRecord,
    'report-reconciliation': enReportReconciliation,
    'report-rule-audit': enReportRuleAudit,
    'rule-audit': enRuleAudit,
    rules: enRules,
  },
  de: {
    health: deHealth,
    marketplace: deMarketplace,
    participation: deParticipation,
    reconciliation: deReconciliation,
    report: deReport,
    'report-access-pack': deReportAccessPack,
    'report-assembly-pack': deReportAssemblyPack,
    'report-clearing-certificate': deReportClearingCertificate,
    'report-community-month': deReportCommunityMonth,
    'report-ledger': deReportLedger,
    'report-member-statement': deReportMemberStatement,
    'report-period': deReportPeriod,
    'report-processing-record': deReportProcessingRecord,
    'report-reconciliation': deReportReconciliation,
    'report-rule-audit': deReportRuleAudit,
    'rule-audit': deRuleAudit,
    rules: deRules,
  },
};
