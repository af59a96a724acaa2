import { UnstyledButton } from '@mantine/core';
import { IconChartArrowsVertical, IconMap2, IconTrophy, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { type ConsentPurpose, consentPurposes } from '#shared/privacy/consents.ts';
import type { ChangeFilters } from '../../../app/address-filters.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { type ConsentFilters, consentStates } from './consent-filters.ts';
import classes from './consents.module.css';
import { stateIcons } from './state-icons.ts';

const icons: Readonly<Record<ConsentPurpose, Icon>> = {
  leaderboards: IconTrophy,
  map: IconMap2,
  advice: IconChartArrowsVertical,
};

export interface PurposeCardsProps {
  readonly counts: Output<'consents.list'>['counts'];
  readonly filters: ConsentFilters;
  readonly onChange: ChangeFilters<ConsentFilters>;
}

/** What each consent is for, what a withdrawal changes, and how many have decided how; a count leaves its members in the list below. */
export function PurposeCards({ counts, filters, onChange }: PurposeCardsProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  return (
    <ul className={classes.cards} aria-label={t('cards')}>
      {consentPurposes.map((purpose) => {
        const PurposeIcon = icons[purpose];
        return (
          <li key={purpose} className={classes.card}>
            <h2>
              <PurposeIcon size={18} stroke={1.75} aria-hidden />
              {t(`purposes.${purpose}.name`)}
            </h2>
            <p>{t(`purposes.${purpose}.meaning`)}</p>
            <p className={classes.quiet}>{t(`purposes.${purpose}.withdrawn`)}</p>
            <Counts purpose={purpose} counts={counts[purpose]} filters={filters} onChange={onChange} />
          </li>
        );
      })}
    </ul>
  );
}

interface CountsProps extends Pick<PurposeCardsProps, 'filters' | 'onChange'> {
  readonly purpose: ConsentPurpose;
  readonly counts: PurposeCardsProps['counts'][ConsentPurpose];
}

function Counts({ purpose, counts, filters, onChange }: CountsProps): ReactNode {
  const { t } = useTranslation('legal-consents');
  const format = useFormat();
  return (
    <div className={classes.counts} role="group" aria-label={t('countsOf', { purpose: t(`purposes.${purpose}.name`) })}>
      {consentStates.map((state) => {
        const StateIcon = stateIcons[state];
        const isChosen = filters.purpose === purpose && filters.state === state;
        return (
          <UnstyledButton
            key={state}
            className={classes.count}
            data-state={state}
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? { purpose: 'any', state: 'any' } : { purpose, state })}
          >
            <span className={classes.number}>{format.number(counts[state])}</span>
            <span className={classes.state}>
              <StateIcon size={14} stroke={1.9} aria-hidden />
              {t(`states.${state}`)}
            </span>
          </UnstyledButton>
        );
      })}
    </div>
  );
}
