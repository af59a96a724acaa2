import { Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronsLeft, IconChevronsRight } from '@tabler/icons-react';
import clsx from 'clsx';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { keysOfPage } from '#shared/desk/keys.ts';
import { Logo } from '../components/logo.tsx';
import { CalmWatch } from './calm-watch.tsx';
import styles from './navigation.module.css';
import { pages, type PageEntry } from './pages.ts';
import { usePeriod } from './period.tsx';
import { Keys } from './shortcuts/keys.tsx';
import { useCurrentPage } from './use-page.ts';

export interface NavigationProps {
  readonly folded: boolean;
  readonly onFold: (folded: boolean) => void;
}

/** The pages, one below the other; icons only when folded. What waits in them is counted once the first page is there. */
export function Navigation({ folded, onFold }: NavigationProps): ReactNode {
  const { t } = useTranslation();
  const [isCounting, setIsCounting] = useState(false);
  const count = useCallback(() => setIsCounting(true), []);
  const FoldIcon = folded ? IconChevronsRight : IconChevronsLeft;
  const foldLabel = t(folded ? 'navigation.unfold' : 'navigation.fold');
  return (
    <nav
      className={clsx(styles.navigation, folded && styles.folded)}
      aria-label={t('navigation.label')}
      data-tour="navigation"
    >
      <div className={styles.brand}>
        <Logo size={30} />
        {!folded && <Text className={styles.name}>{t('product')}</Text>}
      </div>
      <ul className={styles.list}>
        {pages.map((page) => (
          <li key={page.path}>
            <PageLink page={page} folded={folded} isCounting={isCounting} />
          </li>
        ))}
      </ul>
      <Tooltip label={foldLabel} position="right" disabled={!folded}>
        <UnstyledButton className={styles.fold} onClick={() => onFold(!folded)} aria-label={foldLabel}>
          <FoldIcon size={18} stroke={1.75} aria-hidden />
          {!folded && <span>{foldLabel}</span>}
        </UnstyledButton>
      </Tooltip>
      {!isCounting && <CalmWatch onCalm={count} />}
    </nav>
  );
}

interface PageLinkProps {
  readonly page: PageEntry;
  readonly folded: boolean;
  readonly isCounting: boolean;
}

function PageLink({ page, folded, isCounting }: PageLinkProps): ReactNode {
  const { t } = useTranslation();
  const { search } = usePeriod();
  const isCurrent = useCurrentPage() === page;
  const name = t(`pages.${page.path}`);
  const keys = keysOfPage(page.path);
  const PageIcon = page.icon;
  return (
    <Tooltip
      position="right"
      openDelay={folded ? 0 : 600}
      disabled={!folded && keys === undefined}
      label={
        <>
          {folded && name}
          {keys !== undefined && <Keys keys={keys} />}
        </>
      }
    >
      <Link
        to={{ pathname: `/${page.path}`, search }}
        className={clsx(styles.link, isCurrent && styles.current)}
        aria-current={isCurrent ? 'page' : undefined}
        data-tour={`page-${page.path}`}
      >
        <PageIcon size={20} stroke={1.75} aria-hidden />
        {folded ? <VisuallyHidden>{name}</VisuallyHidden> : <span className={styles.label}>{name}</span>}
        {isCounting && page.Badge !== undefined && <page.Badge />}
      </Link>
    </Tooltip>
  );
}
