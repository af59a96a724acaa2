import { IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { Panel } from '../components/panel.tsx';
import { openImport } from '../pages/import/open-import.tsx';
import { useCommunity } from './community.tsx';
import { useWhatIsHere } from './help/use-what-is-here.ts';
import { RoleButton } from './role-button.tsx';

/** What of a community a view is made of. */
export type Needed = 'readings' | 'trades';

/**
 * A view of a community that has what the view is made of. One that has none of it in any period is told once what the view would show, and
 * how it comes about, in place of charts and figures that are all empty.
 */
export function WithData({ needs, children }: { readonly needs: Needed; readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const { dataFrom, hasMarket } = useCommunity();
  const about = useWhatIsHere();
  const missing = dataFrom === null ? 'readings' : needs === 'trades' && !hasMarket ? 'trades' : null;
  if (missing === null) return children;
  return (
    <Panel>
      <EmptyState
        icon={<IconFileImport size={22} stroke={1.75} />}
        title={t(`nothingYet.${missing}.title`)}
        about={about ?? undefined}
        text={t(`nothingYet.${missing}.text`)}
        actions={
          <RoleButton needs="manager" size="sm" leftSection={<IconFileImport size={16} />} onClick={openImport}>
            {t(`nothingYet.${missing}.action`)}
          </RoleButton>
        }
      />
    </Panel>
  );
}
