import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { legalFacts, legalParts, type LegalPart } from '#shared/legal/facts.ts';
import { Notice } from '../../../components/notice.tsx';
import { FactCard } from './fact-card.tsx';
import classes from './rights.module.css';

/** What European law asks of the organiser, gives to the members and says about the data, each with its source. */
export function RightsView(): ReactNode {
  const { t } = useTranslation('legal-rights');
  return (
    <div className={classes.view}>
      <Notice level="info">
        <strong>{t('notAdvice')}</strong> {t('asOf')}
      </Notice>
      {legalParts.map((part) => (
        <Part key={part} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: LegalPart }): ReactNode {
  const { t } = useTranslation('legal-rights');
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={classes.partHead}>
        <h2 id={id}>{t(`parts.${part}.title`)}</h2>
        <p>{t(`parts.${part}.text`)}</p>
      </div>
      <ul className={classes.facts}>
        {legalFacts
          .filter((fact) => fact.part === part)
          .map((fact) => (
            <FactCard key={fact.id} fact={fact} />
          ))}
      </ul>
    </section>
  );
}
