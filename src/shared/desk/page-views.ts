/** The pages of the console and the views below each, as they stand in the address; the first view of a page is the page's own address. */
export const pageViews = {
  overview: ['overview'],
  members: ['members'],
  marketplace: ['market'],
  rules: ['rules', 'audit'],
  ledger: ['table', 'savings', 'compare'],
  settlements: ['work', 'resolved', 'reconciliation'],
  insights: ['health', 'leaderboards', 'impact', 'participation', 'fairness', 'counterfactual'],
  audit: ['reports', 'verify', 'rules', 'replay', 'reconciliation', 'log'],
  legal: ['rights', 'documents', 'consents', 'requests', 'retention', 'meter'],
  settings: ['security', 'backups', 'appearance', 'updates', 'diagnostics', 'about'],
} as const;

export type PageName = keyof typeof pageViews;
export type ViewName = (typeof pageViews)[PageName][number];

export const pageNames = Object.keys(pageViews) as PageName[];

/** The path of a page, or of one of its views. */
export function viewPath(page: PageName, view: ViewName | null = null): string {
  return view === null || view === pageViews[page][0] ? `/${page}` : `/${page}/${view}`;
}

/** Whether a text names a page. */
export function isPageName(text: string): text is PageName {
  return Object.hasOwn(pageViews, text);
}

/** The view of a page that a text names; null where the page has none of that name. */
export function viewOf(page: PageName, text: string): ViewName | null {
  return pageViews[page].find((view) => view === text) ?? null;
}
