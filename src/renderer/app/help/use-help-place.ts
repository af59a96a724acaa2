import { useLocation } from 'react-router';
import { isPageName, pageViews, viewOf, type PageName, type ViewName } from '#shared/desk/page-views.ts';

/** The page and the view of the address; null where there is no page. */
export function useHelpPlace(): { readonly page: PageName; readonly view: ViewName } | null {
  const [, page = '', rest = ''] = useLocation().pathname.split('/');
  if (!isPageName(page)) return null;
  // What is no view of the page is something on its first one, e.g. a member.
  return { page, view: viewOf(page, rest) ?? pageViews[page][0] };
}
