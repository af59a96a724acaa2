import { useViewportSize } from '@mantine/hooks';
import { Suspense, useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { SkeletonLines } from '../components/page-state.tsx';
import { useTitle } from '../components/use-title.ts';
import { openConnect } from '../pages/connection/open-connect.tsx';
import { openImport } from '../pages/import/open-import.tsx';
import { Banners } from './banners.tsx';
import { useCommunities, useCommunityOrNull } from './community.tsx';
import { useErrands } from './errands/use-errands.ts';
import { PageBoundary } from './error-boundaries.tsx';
import { HelpDrawer } from './help/help-drawer.tsx';
import { useMarks } from './marks.ts';
import { Navigation } from './navigation.tsx';
import { NoCommunity } from './no-community.tsx';
import { PageHead } from './page-head.tsx';
import { homePath, pages, type PageEntry } from './pages.ts';
import { Palette } from './palette/palette.tsx';
import { usePeriod } from './period.tsx';
import { useView } from './preferences.tsx';
import styles from './shell.module.css';
import { useWindowShortcuts } from './shortcuts/use-window-shortcuts.ts';
import { useTaskAnnouncements } from './task-announcements.ts';
import { useTaskNotices } from './task-notices.tsx';
import { Tour } from './tour/tour.tsx';
import { TopBar } from './top-bar/top-bar.tsx';
import { useBackOnline } from './use-back-online.ts';
import { useCurrentPage } from './use-page.ts';
import { useWaits } from './waits/use-waits.ts';
import { useWish } from './wish.ts';

/** Below this width the navigation shows icons unless the person wants otherwise. */
const NARROW_PX = 1120;

/** The frame around every page: navigation, top bar, banners, the page's head with the period, and the page. */
export function Shell(): ReactNode {
  const { t } = useTranslation();
  const { width } = useViewportSize();
  const [wanted, setWanted] = useView('navigation');
  const content = useRef<HTMLElement>(null);
  const folded = wanted === undefined ? width > 0 && width < NARROW_PX : wanted === 'folded';
  const page = useCurrentPage();
  const title = page === null ? null : t(`pages.${page.path}`);
  const marks = useMarks().map((mark) => ` (${mark})`);
  useTitle(title === null ? null : [title, ...marks].join(''));
  useWaits();
  useWindowShortcuts();
  useTaskNotices();
  useTaskAnnouncements();
  useBackOnline();
  useFirstWish();
  useErrands();
  // Another page begins at its top. Before the effects of the page, which may scroll to what is asked for.
  useLayoutEffect(() => {
    if (content.current === null) return;
    content.current.scrollTop = 0;
    // In a small window it is scrolled together with the bar above it.
    content.current.parentElement!.scrollTop = 0;
  }, [page]);
  useFocusOnNewPage(content, page);
  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={() => content.current?.focus()}>
        {t('navigation.skip')}
      </button>
      <Navigation folded={folded} onFold={(fold) => setWanted(fold ? 'folded' : 'open')} />
      <div className={styles.column}>
        <TopBar />
        <Banners />
        <PrintedMarks />
        <main ref={content} className={styles.content} tabIndex={-1} aria-label={title ?? undefined}>
          <Content />
        </main>
      </div>
      <Palette />
      <HelpDrawer />
      <Tour />
    </div>
  );
}

/** Another page takes the focus, so that its name is said and the next Tab is on its first control. The page that a window begins with does not. */
function useFocusOnNewPage(content: RefObject<HTMLElement | null>, page: PageEntry | null): void {
  const shown = useRef(page);
  useEffect(() => {
    const isNew = shown.current !== null && page !== null && shown.current !== page;
    shown.current = page;
    if (isNew) content.current?.focus({ preventScroll: true });
  }, [content, page]);
}

/** What paper must say that is printed from a page: its banner and its head may be on another sheet. */
function PrintedMarks(): ReactNode {
  const marks = useMarks();
  return marks.length === 0 ? null : <p className={styles.printed}>{marks.join(' · ')}</p>;
}

/** Someone who began with "import files" or "connect to a hub" gets there once the data are protected. */
function useFirstWish(): void {
  const { wish, setWish } = useWish();
  useEffect(() => {
    if (wish === null) return;
    setWish(null);
    if (wish === 'import') openImport();
    else openConnect();
  }, [wish, setWish]);
}

/** The page that was open last, where a window without an address begins. */
function useLastPage(): string {
  const page = useCurrentPage();
  const [last, setLast] = useView('page');
  useEffect(() => {
    if (page !== null && page.path !== last) setLast(page.path);
  }, [page, last, setLast]);
  return pages.some(({ path }) => path === last) && last !== undefined ? last : homePath;
}

function Content(): ReactNode {
  const community = useCommunityOrNull();
  const communities = useCommunities();
  const { search } = usePeriod();
  const home = { pathname: `/${useLastPage()}`, search };
  return (
    <Routes>
      {pages
        .filter((page) => page.isOfConsole || community !== null)
        .map((page) => (
          <Route key={page.path} path={`/${page.path}/*`} element={<Framed page={page} />} />
        ))}
      <Route
        path="*"
        element={community === null ? <NoCommunity communities={communities} /> : <Navigate to={home} replace />}
      />
    </Routes>
  );
}

/** A page in its frame: an error of one community's page does not stay for the next. */
function Framed({ page: { path, Component, isOfConsole } }: { readonly page: PageEntry }): ReactNode {
  const community = useCommunityOrNull();
  return (
    <>
      {!isOfConsole && <PageHead />}
      <div className={styles.page}>
        <PageBoundary pageKey={`${path} ${community?.id}`}>
          <Suspense fallback={<SkeletonLines lines={8} />}>
            <Component />
          </Suspense>
        </PageBoundary>
      </div>
    </>
  );
}
