import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { useColorScheme } from '@mantine/hooks';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { useBridgeEvents } from '../bridge/queries.ts';
import { createFormat } from '#shared/format/format.ts';
import { languageOf, localeOf } from '#shared/languages/language.ts';
import { createI18n } from '../i18n/index.ts';
import { firstDayOfWeek, speakCalendar } from '../i18n/calendar.ts';
import { FormatContext, useFormat } from '../i18n/use-format.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Announcer } from '../components/announcer.tsx';
import { Notices } from '../components/notices.tsx';
import { useCommunityOrNull } from './community.tsx';
import { usePreferences } from './preferences.tsx';
import { cssVariables, withCloseLabel } from './theme.ts';

const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether main, outside of releases, asks for texts that show what a translation would clip (docs/languages.md). */
function isPseudo(): boolean {
  return new URLSearchParams(window.location.search).has('pseudo');
}

/** The nonce that the page's own styles need under its content security policy; the protocol handler fills it in. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

export interface ProvidersProps {
  readonly client: QueryClient;
  /** `test` shows dialogs and menus in place and without transitions. */
  readonly env?: 'default' | 'test';
  readonly children: ReactNode;
}

/** Everything that holds in every state of the window, locked or open: answers, texts, appearance. */
export function Providers({ client, env = 'default', children }: ProvidersProps): ReactNode {
  return (
    <QueryClientProvider client={client}>
      <Language>
        <Appearance env={env}>
          <Events />
          {children}
        </Appearance>
      </Language>
    </QueryClientProvider>
  );
}

function Events(): ReactNode {
  useBridgeEvents();
  return null;
}

function Language({ children }: { readonly children: ReactNode }): ReactNode {
  const { preferences } = usePreferences();
  const language = languageOf(preferences.language, navigator.languages);
  const [texts] = useState(() => createI18n(language, isPseudo()));
  useEffect(() => {
    document.documentElement.lang = language;
    speakCalendar(language);
    if (texts.language !== language) void texts.changeLanguage(language);
  }, [texts, language]);
  return (
    <I18nextProvider i18n={texts}>
      <Formats>{children}</Formats>
    </I18nextProvider>
  );
}

/** The ways of writing numbers and times for the open community, or for the system's time zone where none is open. */
export function Formats({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const community = useCommunityOrNull();
  const locale = localeOf(useLanguage(), navigator.languages);
  const timeZone = community?.timeZone ?? systemTimeZone;
  const currency = community?.currency ?? 'EUR';
  const format = useMemo(
    () => createFormat({ locale, timeZone, currency, notAvailable: t('notAvailable'), points: t('points') }),
    [locale, timeZone, currency, t],
  );
  return <FormatContext value={format}>{children}</FormatContext>;
}

function Appearance({ env, children }: { readonly env: 'default' | 'test'; readonly children: ReactNode }): ReactNode {
  const { t, i18n } = useTranslation();
  const { locale } = useFormat();
  const close = t('close');
  const named = useMemo(() => withCloseLabel(close), [close]);
  const { colourScheme } = usePreferences().preferences;
  const system = useColorScheme();
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={cssVariables}
      forceColorScheme={colourScheme === 'system' ? system : colourScheme}
      getStyleNonce={styleNonce}
      env={env}
    >
      <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: firstDayOfWeek(locale), weekendDays: [] }}>
        <Announcer />
        {children}
        <Notices />
      </DatesProvider>
    </MantineProvider>
  );
}
