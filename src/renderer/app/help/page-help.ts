import type { PageName, pageViews, ViewName } from '#shared/desk/page-views.ts';
import type { TermName } from '#shared/glossary/terms.ts';

/** What the help says of a view, beside its purpose in the locales (`help:pages`). */
export interface ViewHelp {
  readonly terms: readonly TermName[];
  readonly tasks: readonly TaskName[];
}

/** Tasks and where each is done; questions and answers stand in the locales (`help:tasksOf`). */
export const tasks = {
  comparePeriods: '/ledger/compare',
  exportChart: '/overview',
  findMember: '/members',
  memberStatement: '/audit',
  placeOffer: '/marketplace',
  whyNot: '/marketplace',
  newRule: '/rules',
  tryRule: '/rules',
  auditReport: '/audit/rules',
  exportTrades: '/ledger',
  resolveCase: '/settlements',
  recordConsent: '/legal/consents',
  otherMechanism: '/insights/counterfactual',
  verifyReport: '/audit/verify',
  accessRequest: '/legal/requests',
  dryRun: '/legal/retention',
  changePassphrase: '/settings',
  restoreBackup: '/settings/backups',
  showTour: '/settings/appearance',
  copyDiagnostics: '/settings/diagnostics',
} as const;
export type TaskName = keyof typeof tasks;

/** The help on every view of every page. */
export const pageHelp: { readonly [P in PageName]: { readonly [V in (typeof pageViews)[P][number]]: ViewHelp } } = {
  overview: {
    overview: {
      terms: [
        'produced',
        'consumed',
        'selfSufficiency',
        'selfConsumption',
        'traded',
        'savings',
        'co2Avoided',
        'activeMembers',
        'participationRate',
        'failedSettlements',
        'communityPrice',
        'retailTariff',
        'feedInTariff',
        'slot',
        'suppression',
      ],
      tasks: ['comparePeriods', 'exportChart'],
    },
  },
  members: {
    members: {
      terms: [
        'community',
        'member',
        'pseudonym',
        'produced',
        'consumed',
        'selfSufficiency',
        'selfConsumption',
        'imported',
        'exported',
        'savings',
        'savingsShare',
        'reputation',
        'achievement',
        'worseOffThanRetail',
      ],
      tasks: ['findMember', 'memberStatement'],
    },
  },
  marketplace: {
    market: {
      terms: [
        'slot',
        'offer',
        'clearing',
        'communityPrice',
        'signal',
        'forecast',
        'retailTariff',
        'feedInTariff',
        'priceInterval',
        'marginalFraction',
        'certificate',
        'uniformPrice',
        'payAsBid',
        'tradeReduction',
      ],
      tasks: ['placeOffer', 'whyNot'],
    },
  },
  rules: {
    rules: { terms: ['rule', 'offer', 'conflict', 'slot'], tasks: ['newRule', 'tryRule'] },
    audit: { terms: ['rule', 'verdict', 'trade'], tasks: ['auditReport'] },
  },
  ledger: {
    table: {
      terms: ['trade', 'amount', 'averagePrice', 'savings', 'settlement', 'failureCode', 'pseudonym'],
      tasks: ['exportTrades'],
    },
    savings: { terms: ['savings', 'savingsShare', 'retailTariff', 'feedInTariff'], tasks: ['memberStatement'] },
    compare: { terms: ['traded', 'averagePrice', 'savings'], tasks: ['comparePeriods'] },
  },
  settlements: {
    work: {
      terms: ['settlement', 'failureCode', 'resolution', 'approval', 'failedSettlements'],
      tasks: ['resolveCase'],
    },
    resolved: { terms: ['settlement', 'resolution', 'approval'], tasks: ['resolveCase'] },
    reconciliation: { terms: ['settlement', 'amount', 'trade'], tasks: ['resolveCase'] },
  },
  insights: {
    health: {
      terms: [
        'selfSufficiency',
        'selfConsumption',
        'traded',
        'savings',
        'participationRate',
        'peakImportExport',
        'suppression',
      ],
      tasks: ['comparePeriods'],
    },
    leaderboards: {
      terms: ['leaderboard', 'achievement', 'savings', 'selfSufficiency', 'consent'],
      tasks: ['recordConsent'],
    },
    impact: { terms: ['co2Avoided', 'moneyKept', 'communitySelfConsumed', 'traded'], tasks: ['exportChart'] },
    participation: { terms: ['activeMembers', 'participants', 'participationRate'], tasks: ['comparePeriods'] },
    fairness: {
      terms: ['savings', 'medianSavings', 'worseOffThanRetail', 'giniOfSavings', 'jainIndex', 'suppression'],
      tasks: ['otherMechanism'],
    },
    counterfactual: {
      terms: [
        'counterfactual',
        'uniformPrice',
        'payAsBid',
        'midMarketRate',
        'supplyDemandRatio',
        'tradeReduction',
        'giniOfSavings',
        'jainIndex',
        'worseOffThanRetail',
        'medianSavings',
      ],
      tasks: ['otherMechanism'],
    },
  },
  audit: {
    reports: { terms: ['fingerprint', 'pseudonym', 'suppression'], tasks: ['memberStatement'] },
    verify: { terms: ['fingerprint', 'certificate'], tasks: ['verifyReport'] },
    rules: { terms: ['rule', 'verdict'], tasks: ['auditReport'] },
    replay: { terms: ['clearing', 'certificate'], tasks: ['verifyReport'] },
    reconciliation: { terms: ['settlement', 'amount'], tasks: ['resolveCase'] },
    log: { terms: ['auditLog', 'fingerprint', 'role'], tasks: ['verifyReport'] },
  },
  legal: {
    rights: { terms: ['community', 'member', 'pseudonym'], tasks: ['accessRequest'] },
    documents: { terms: ['community', 'approval'], tasks: ['accessRequest'] },
    consents: { terms: ['consent', 'leaderboard'], tasks: ['recordConsent'] },
    requests: { terms: ['accessPack', 'pseudonym'], tasks: ['accessRequest'] },
    retention: { terms: ['retention', 'backup'], tasks: ['dryRun'] },
    meter: { terms: ['suppression', 'pseudonym', 'role'], tasks: ['dryRun'] },
  },
  settings: {
    security: { terms: ['dataKey', 'role'], tasks: ['changePassphrase'] },
    backups: { terms: ['backup', 'dataKey'], tasks: ['restoreBackup'] },
    appearance: { terms: ['role'], tasks: ['showTour'] },
    updates: { terms: ['backup'], tasks: ['restoreBackup'] },
    about: { terms: ['community'], tasks: ['copyDiagnostics'] },
    diagnostics: { terms: ['dataKey', 'backup'], tasks: ['copyDiagnostics'] },
  },
};

/** The help on a view of a page. */
export function helpOf(page: PageName, view: ViewName): ViewHelp {
  const views: Readonly<Record<string, ViewHelp>> = pageHelp[page];
  return views[view];
}
