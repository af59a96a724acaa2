import { Spotlight, useSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { findActions, withRecent, type ActionGroup } from './find-actions.ts';
import { ICON } from './icons.ts';
import { paletteStore } from './palette-store.ts';
import styles from './palette.module.css';
import { rememberChosen, useRecent } from './recent.ts';
import { useConsoleActions, useWorkActions } from './use-console-actions.tsx';
import { useCommunityActions, usePageActions, useSavedActions, useViewActions } from './use-place-actions.tsx';
import {
  useCaseActions,
  useMemberActions,
  useReportActions,
  useRuleActions,
  useTradeActions,
} from './use-record-actions.tsx';
import { useTermActions } from './use-term-actions.tsx';

/** Ctrl/Cmd+K: everything there is in the console, by its name. Nothing is gathered before somebody has opened it. */
export function Palette(): ReactNode {
  const { opened } = useSpotlight(paletteStore);
  const [wasOpened, setWasOpened] = useState(false);
  if (opened && !wasOpened) setWasOpened(true);
  return wasOpened && <GatheredPalette opened={opened} />;
}

function GatheredPalette({ opened }: { readonly opened: boolean }): ReactNode {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const recent = useRecent(({ ids }) => ids);
  const groups: readonly ActionGroup[] = [
    { group: t('palette.pages'), actions: usePageActions() },
    { group: t('palette.actions'), actions: [...useWorkActions(), ...useConsoleActions()] },
    { group: t('palette.communities'), actions: useCommunityActions() },
    { group: t('palette.saved'), actions: useSavedActions() },
    { group: t('palette.views'), isAsked: true, actions: useViewActions() },
    { group: t('palette.members'), isAsked: true, actions: useMemberActions(opened) },
    { group: t('palette.trades'), actions: useTradeActions(query.trim()) },
    { group: t('palette.cases'), isAsked: true, actions: useCaseActions(opened) },
    { group: t('palette.rules'), isAsked: true, actions: useRuleActions(opened) },
    { group: t('palette.reports'), isAsked: true, actions: useReportActions(opened) },
    { group: t('palette.terms'), isAsked: true, actions: useTermActions() },
  ];
  const found = findActions(query, withRecent(groups.map(remembering), t('palette.recent'), recent));
  return (
    <Spotlight
      store={paletteStore}
      actions={found}
      filter={(_query, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      // The window's keys open it, in fields too.
      shortcut={null}
      nothingFound={t('palette.nothing')}
      scrollable
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      attributes={{ content: { 'aria-label': t('find') } }}
      classNames={styles}
      maxHeight={440}
      lockScroll={false}
      searchProps={{
        leftSection: <IconSearch {...ICON} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('find'),
      }}
    />
  );
}

/** The actions of a group, each of which is remembered when it is chosen. */
function remembering(group: ActionGroup): ActionGroup {
  return {
    ...group,
    actions: group.actions.map((action) => ({
      ...action,
      onClick: (event) => {
        rememberChosen(action.id);
        action.onClick?.(event);
      },
    })),
  };
}
