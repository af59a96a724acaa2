/** Where the views of the page and its reports stand in the address. Pure. */
import { pageViews } from '#shared/desk/page-views.ts';

export const auditViews = pageViews.audit;
export type AuditViewName = (typeof auditViews)[number];

export interface AuditPlace {
  readonly view: AuditViewName;
  /** The report whose pages are shown; null for the view itself. */
  readonly reportId: string | null;
}

const REPORT = 'report';

/** What the address below the page asks for; what it does not know is the reports. */
export function readPlace(rest: string): AuditPlace {
  const [first, second] = rest.split('/');
  if (first === REPORT && second) return { view: 'reports', reportId: decodeURIComponent(second) };
  return { view: auditViews.find((one) => one === rest) ?? 'reports', reportId: null };
}

export function viewPath(view: AuditViewName): string {
  return view === 'reports' ? '/audit' : `/audit/${view}`;
}

export function reportPath(reportId: string): string {
  return `/audit/${REPORT}/${encodeURIComponent(reportId)}`;
}
