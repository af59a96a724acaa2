import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { windowsWords, windowWords } from '#shared/words/rule-words.ts';
import { WeekGrid } from '../week-grid/week-grid.tsx';
import classes from './sheet.module.css';

/** When the rule may fire: a picture of the week, and the windows in words. */
export function Week({ rule: { timeWindows, unreadableWindows } }: { readonly rule: RuleSummary }): ReactNode {
  const { t } = useTranslation('rules');
  const { locale } = useFormat();
  return (
    <>
      <WeekGrid windows={timeWindows} size="sheet" label={windowsWords(timeWindows, locale, t)} />
      <ul className={classes.windows}>
        {timeWindows.map((text, at) => (
          <li key={`${text} ${at}`}>{windowWords(text, locale, t)}</li>
        ))}
      </ul>
      {unreadableWindows.map((at) => (
        <Notice key={at} level="attention">
          {t('sheet.unreadable', { window: timeWindows[at] })}
        </Notice>
      ))}
    </>
  );
}
