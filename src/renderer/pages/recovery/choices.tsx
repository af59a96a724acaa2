import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryReport } from '#shared/contract/recovery.ts';
import { Anew } from './anew.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { choicesFor, type Choice } from './ways-out.ts';
import styles from './recovery.module.css';
import { Restore } from './restore.tsx';
import { Retry } from './retry.tsx';

export interface ChoiceProps {
  readonly report: RecoveryReport;
  /** The way out that is recommended. */
  readonly isBest: boolean;
}

const cards: Readonly<Record<Choice, (props: ChoiceProps) => ReactNode>> = {
  retry: Retry,
  restore: Restore,
  anew: Anew,
  update: Update,
};

/** The ways out in their order, each with its effect. */
export function Choices({ report }: { readonly report: RecoveryReport }): ReactNode {
  const { t } = useTranslation('recovery');
  const titleId = useId();
  const choices = choicesFor(report);
  return (
    <section aria-labelledby={titleId} className={styles.section}>
      <Title order={2} id={titleId} className={styles.heading}>
        {t(choices.length > 1 ? 'choices' : 'choice')}
      </Title>
      <ol className={styles.choices}>
        {choices.map((choice, at) => {
          const Card = cards[choice];
          return <Card key={choice} report={report} isBest={at === 0} />;
        })}
      </ol>
    </section>
  );
}

function Update(): ReactNode {
  const { t } = useTranslation('recovery');
  return (
    <ChoiceCard title={t('update.title')} isBest>
      {t('update.text')}
    </ChoiceCard>
  );
}
