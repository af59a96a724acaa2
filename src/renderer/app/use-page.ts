import { useLocation } from 'react-router';
import { pages, type PageEntry } from './pages.ts';

/** The page of the address, or null when there is none of that name. */
export function useCurrentPage(): PageEntry | null {
  const { pathname } = useLocation();
  const name = pathname.split('/')[1];
  return pages.find(({ path }) => path === name) ?? null;
}
