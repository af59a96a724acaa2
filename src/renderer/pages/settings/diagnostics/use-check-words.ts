import { useTranslation } from 'react-i18next';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import { useFormat } from '../../../i18n/use-format.ts';

interface CheckWords {
  readonly title: string;
  /** What was found. */
  readonly said: string;
  /** What to do about it; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** The sentences of a check, with its values as people read them. */
export function useCheckWords(): (check: DiagnosticCheck) => CheckWords {
  const { t } = useTranslation('settings');
  const format = useFormat();

  function worded(name: string, value: DiagnosticCheck['values'][string]): string {
    if (value === null) return format.notAvailable;
    if (typeof value !== 'number') return String(value);
    if (/bytes$/i.test(name)) return format.bytes(value);
    if (/^(at|now)$|(At|Since)$/.test(name)) return format.dateTime(value);
    return name === 'schema' ? String(value) : format.number(value);
  }

  /** That a desk keeps the single records of the last months only. */
  function windowWords(rawFrom: number): string {
    return t('diagnostics.checks.exchange.window', { from: format.date(rawFrom) });
  }

  return ({ name, state, finding, values }) => {
    const words = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, worded(key, value)]));
    const said = t(`diagnostics.checks.${name}.${finding}`, words);
    return {
      title: t(`diagnostics.checks.${name}.title`),
      said: typeof values['rawFrom'] === 'number' ? `${said} ${windowWords(values['rawFrom'])}` : said,
      remedy: state === 'ok' ? null : t(`diagnostics.checks.${name}.remedy.${finding}`, words),
    };
  };
}
