import { Anchor } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseSummary, Diagnosis, Evidence } from '#shared/contract/settlement-records.ts';
import { listText } from '#shared/format/locale-facts.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { useResolutionWords } from '../../ledger/sheet/use-resolution-words.ts';
import classes from './case.module.css';
import { evidenceSentence } from './evidence-words.ts';

export interface DiagnosisSectionProps {
  readonly summary: CaseSummary;
  readonly diagnosis: Diagnosis;
}

/** Why the trade failed: what the settlement reported, what the data shows, and every check with what it found. */
export function DiagnosisSection({ summary, diagnosis }: DiagnosisSectionProps): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const { locale } = useFormat();
  const { cause, basis, also, evidence, suggestion } = diagnosis;
  const { failureCode, causeDiffers, state } = summary;
  const name = (code: typeof cause): string => t(`causes.${code}.name`);
  return (
    <>
      <p className={classes.lead}>{t(`causes.${cause}.meaning`)}</p>
      <p className={clsx(causeDiffers && classes.attention)}>
        {failureCode === null
          ? t(basis === 'shown' ? 'basis.notReported' : 'basis.nothing', { shown: name(cause) })
          : causeDiffers
            ? t('basis.differs', { reported: name(failureCode), shown: name(cause) })
            : t(`basis.${basis}`)}
        {also.length > 0 && ` ${t('basis.also', { causes: listText(also.map(name), locale) })}`}
      </p>
      <EvidenceList evidence={evidence} parties={summary} />
      {state !== 'resolved' && <SuggestionText suggestion={suggestion} cause={cause} />}
    </>
  );
}

interface EvidenceListProps {
  readonly evidence: readonly Evidence[];
  readonly parties: CheckProps['parties'];
}

/** What speaks for a cause; the checks that found everything in order are folded away. */
function EvidenceList({ evidence, parties }: EvidenceListProps): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const checks = (list: readonly Evidence[]): ReactNode => (
    <ul className={classes.evidence} aria-label={t('evidence.title')}>
      {list.map((one, index) => (
        <Check key={`${one.check} ${index}`} evidence={one} parties={parties} />
      ))}
    </ul>
  );
  const speaking = evidence.filter(({ holds }) => holds);
  const fine = evidence.filter(({ holds }) => !holds);
  return (
    <>
      {speaking.length > 0 && checks(speaking)}
      {fine.length > 0 && (
        <details className={classes.folded}>
          <summary>{t(speaking.length > 0 ? 'evidence.others' : 'evidence.all', { count: fine.length })}</summary>
          {checks(fine)}
        </details>
      )}
    </>
  );
}

interface CheckProps {
  readonly evidence: Evidence;
  readonly parties: { readonly buyer: string; readonly seller: string };
}

function Check({ evidence, parties }: CheckProps): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const format = useFormat();
  const Mark = evidence.holds ? IconAlertTriangle : IconCheck;
  return (
    <li className={clsx(evidence.holds && classes.holds)}>
      <span role="img" aria-label={t(evidence.holds ? 'evidence.speaks' : 'evidence.fine')}>
        <Mark size={16} stroke={2} aria-hidden />
      </span>
      <span>
        {evidenceSentence(t, format, evidence, parties)} <OtherTrade values={evidence.values} />
      </span>
    </li>
  );
}

/** The way to the trade that this one repeats. */
function OtherTrade({ values: { tradeId, executedAt } }: { readonly values: Evidence['values'] }): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const { search } = usePeriod();
  if (typeof tradeId !== 'string' || typeof executedAt !== 'number') return null;
  const pathname = `/ledger/trade/${executedAt}/${encodeURIComponent(tradeId)}`;
  return (
    <Anchor component={Link} to={{ pathname, search }} size="sm">
      {t('evidence.otherTrade')}
    </Anchor>
  );
}

/** What to do about it and why; or what a person has to find out first. */
function SuggestionText({ suggestion, cause }: Pick<Diagnosis, 'suggestion' | 'cause'>): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const words = useResolutionWords();
  return (
    <div className={classes.suggestion}>
      <p>
        <strong>
          {suggestion === null
            ? t('suggestion.none')
            : t('suggestion.title', { resolution: words(suggestion.resolution) })}
        </strong>
      </p>
      <p>{suggestion === null ? t(`causes.${cause}.findOut`) : t(`suggestion.reasons.${suggestion.reason}`)}</p>
    </div>
  );
}
