import { VisuallyHidden } from '@mantine/core';
import { IconArrowRight, IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listText } from '#shared/format/locale-facts.ts';
import { articlesOf } from '#shared/legal/article.ts';
import { definitionsOf, legalActs, type LegalFact, type LegalFactId, type LegalPlace } from '#shared/legal/facts.ts';
import { usePeriod } from '../../../app/period.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './rights.module.css';

const parts = ['says', 'here', 'console'] as const;

const paths: Readonly<Record<LegalPlace, string>> = {
  documents: '/legal/documents',
  consents: '/legal/consents',
  requests: '/legal/requests',
  retention: '/legal/retention',
  meter: '/legal/meter',
  log: '/audit/log',
  reports: '/audit',
  marketplace: '/marketplace',
  settlements: '/settlements',
};

/** The languages of the Official Journal that the console speaks too. */
const journalLanguages: Readonly<Record<string, string>> = { en: 'eng', de: 'deu' };

/** One right or duty: what the law says, what it means here, what the console does, and where it stands. */
export function FactCard({ fact }: { readonly fact: LegalFact & { readonly id: LegalFactId } }): ReactNode {
  const { t, i18n } = useTranslation('legal-rights');
  const { search } = usePeriod();
  const { locale } = useFormat();
  const { id, act, articles, recital, place } = fact;
  const cited = articlesOf(articles, definitionsOf[act]).map((cite) =>
    cite.map(({ kind, text }) => t(`cited.${kind}`, { text })).join(''),
  );
  const sources = recital === undefined ? cited : [...cited, t('cited.recital', { text: recital })];
  return (
    <li className={classes.fact}>
      <h3>{t(`facts.${id}.title`)}</h3>
      <dl>
        {parts.map((part) => (
          <div key={part} className={classes[part]}>
            <dt>{t(`heads.${part}`)}</dt>
            <dd>{t(`facts.${id}.${part}`)}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.links}>
        {place !== undefined && (
          <Link to={{ pathname: paths[place], search }} className={classes.place}>
            {t(`places.${place}`)}
            <IconArrowRight size={14} stroke={1.9} aria-hidden />
          </Link>
        )}
        <a
          href={`${legalActs[act]}/${journalLanguages[i18n.language] ?? 'eng'}`}
          target="_blank"
          rel="noreferrer"
          className={classes.source}
        >
          {t('source', { places: listText(sources, locale), act: t(`acts.${act}`) })}
          <IconExternalLink size={13} stroke={1.9} aria-hidden />
          <VisuallyHidden>({t('opens')})</VisuallyHidden>
        </a>
      </p>
    </li>
  );
}
