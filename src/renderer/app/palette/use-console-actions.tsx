import type { SpotlightActionData } from '@mantine/spotlight';
import {
  IconArchive,
  IconCloudDownload,
  IconDeviceDesktop,
  IconDownload,
  IconFileImport,
  IconHelp,
  IconKeyboard,
  IconLanguage,
  IconLock,
  IconMap2,
  IconMoon,
  IconPlugConnected,
  IconPlus,
  IconRefresh,
  IconRobot,
  IconShieldCheck,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Input } from '#shared/contract/contract.ts';
import { shortcuts, type ShortcutName } from '#shared/desk/keys.ts';
import { viewPath } from '#shared/desk/page-views.ts';
import { languageName } from '#shared/languages/language.ts';
import { languages } from '#shared/languages/languages.ts';
import { BridgeError, call } from '../../bridge/client.ts';
import { showFailure } from '../../components/failure-notice.ts';
import { useProblemWords } from '../../components/problem-words.ts';
import { openConnect } from '../../pages/connection/open-connect.tsx';
import { useCommunityOrNull } from '../community.tsx';
import { usePageCommands } from '../errands/use-page-commands.ts';
import { usePeriod } from '../period.tsx';
import { usePreferences } from '../preferences.tsx';
import { useLeave } from '../session.ts';
import { Keys } from '../shortcuts/keys.tsx';
import { useSync } from '../sync.ts';
import { useFetchNow } from '../use-fetch-now.ts';
import { ICON } from './icons.ts';

/** An action, or nothing where there is nothing to do. */
function action(
  name: string,
  label: string,
  ActionIcon: Icon,
  onClick: (() => void) | null,
  shortcut?: ShortcutName,
): SpotlightActionData[] {
  if (onClick === null) return [];
  return [
    {
      id: `action ${name}`,
      label,
      leftSection: <ActionIcon {...ICON} />,
      rightSection: shortcut !== undefined && <Keys keys={shortcuts[shortcut].keys[0]} />,
      onClick,
    },
  ];
}

/** What is done with the community's data. */
export function useWorkActions(): SpotlightActionData[] {
  const { t } = useTranslation(['shell', 'sync']);
  const navigate = useNavigate();
  const { search } = usePeriod();
  const commands = usePageCommands();
  const { isDemo } = useLeave();
  const status = useSync();
  const { fetchNow } = useFetchNow();
  const runVerification = useStarted('audit.verify', {}, t('palette.verifyLog'));
  const makeBackup = useStarted('backups.make', { reason: 'by-hand' }, t('palette.backupNow'));
  const canConnect = status !== null && status.connection === null && !isDemo;
  const hasCommunity = useCommunityOrNull() !== null;
  const verify = (): void => {
    runVerification();
    void navigate({ pathname: viewPath('audit', 'log'), search });
  };
  const backup = (): void => {
    makeBackup();
    void navigate(viewPath('settings', 'backups'));
  };
  return [
    ...action('import', t('community.import'), IconFileImport, commands.import, 'import'),
    ...action('connect', t('hub.connect'), IconPlugConnected, canConnect ? openConnect : null),
    ...action('fetch', t('sync:actions.fetchNow'), IconRefresh, status?.connection != null ? fetchNow : null),
    ...action('new-offer', t('palette.newOffer'), IconPlus, commands['new-offer']),
    ...action('new-rule', t('palette.newRule'), IconRobot, commands['new-rule']),
    ...action('audit-rules', t('palette.ruleAudit'), IconShieldCheck, hasCommunity ? toRuleAudit : null),
    ...action('export', t('palette.export'), IconDownload, commands.export),
    ...action('verify-log', t('palette.verifyLog'), IconShieldCheck, verify),
    ...action('backup', t('palette.backupNow'), IconArchive, isDemo ? null : backup),
  ];

  function toRuleAudit(): void {
    void navigate({ pathname: viewPath('rules', 'audit'), search });
  }
}

/** What is done with the console itself. */
export function useConsoleActions(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { change } = usePreferences();
  const { isDemo, leave } = useLeave();
  const commands = usePageCommands();
  const checkUpdates = useStarted('updates.check', {}, t('palette.checkUpdates'));
  const updates = (): void => {
    checkUpdates();
    void navigate(viewPath('settings', 'updates'));
  };
  return [
    ...action('lock', t(isDemo ? 'leaveDemo' : 'lock'), IconLock, leave, 'lock'),
    ...action('help', t('palette.help'), IconHelp, commands.help, 'help'),
    ...action('tour', t('palette.tour'), IconMap2, commands.tour),
    ...action('keys', t('palette.shortcuts'), IconKeyboard, commands.keys, 'keys'),
    ...action('updates', t('palette.checkUpdates'), IconCloudDownload, updates),
    ...action('light', t('palette.schemeLight'), IconSun, () => change({ colourScheme: 'light' })),
    ...action('dark', t('palette.schemeDark'), IconMoon, () => change({ colourScheme: 'dark' })),
    ...action('system', t('palette.schemeSystem'), IconDeviceDesktop, () => change({ colourScheme: 'system' })),
    ...languages.flatMap((language) =>
      action(language, languageName(language), IconLanguage, () => change({ language })),
    ),
  ];
}

/** Starts work whose page shows how it goes on; that it could not be started is told at once. */
function useStarted<M extends 'audit.verify' | 'backups.make' | 'updates.check'>(
  method: M,
  input: Input<M>,
  title: string,
): () => void {
  const words = useProblemWords();
  return () =>
    void call(method, input).catch((error: unknown) => {
      if (!(error instanceof BridgeError)) throw error;
      showFailure({ title, message: words(error.problem).whole });
    });
}
