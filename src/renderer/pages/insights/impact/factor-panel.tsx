import { Group, Skeleton } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Impact } from '#shared/contract/insight-records.ts';
import type { Co2Factor } from '#shared/contract/stats.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { Notice } from '../../../components/notice.tsx';
import { PageState } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { countryName, gramsText, methodText, yearText } from './factor-words.ts';
import classes from './impact.module.css';
import { openFactorsRemoval } from './remove-factors.tsx';
import { UseFactorsButton } from './use-factors-button.tsx';

/** The grid's factor with source, year and method, and the way to one for each hour. */
export function FactorPanel({ query }: { readonly query: UseQueryResult<Impact, BridgeError> }): ReactNode {
  const { t } = useTranslation('impact');
  return (
    <Panel title={t('factor.title')} subtitle={t('factor.subtitle')}>
      <PageState query={query} skeleton={<Skeleton height={200} />}>
        {({ factor }) => <Known factor={factor} />}
      </PageState>
    </Panel>
  );
}

function Known({ factor }: { readonly factor: Co2Factor | null }): ReactNode {
  const { t } = useTranslation('impact');
  const { id: communityId } = useCommunity();
  const isHourly = factor?.kind === 'hourly';
  return (
    <div className={classes.factor}>
      {factor === null ? <Notice level="attention">{t('factor.unknownText')}</Notice> : <Facts factor={factor} />}
      <p className={classes.quiet}>{t(isHourly ? 'factor.aboutHourly' : 'factor.aboutYear')}</p>
      <Group gap="sm">
        <UseFactorsButton>{t(isHourly ? 'factor.useOthers' : 'factor.use')}</UseFactorsButton>
        {isHourly && (
          <RoleButton
            needs="manager"
            variant="default"
            size="xs"
            leftSection={<IconRestore size={15} stroke={1.75} aria-hidden />}
            onClick={() => openFactorsRemoval({ communityId, factor })}
          >
            {t('factor.back')}
          </RoleButton>
        )}
      </Group>
    </div>
  );
}

function Facts({ factor }: { readonly factor: Co2Factor }): ReactNode {
  const { t } = useTranslation('impact');
  const format = useFormat();
  const facts = factor.kind === 'year' ? factsOfYear(factor) : factsOfSeries(factor);
  const isPartial =
    factor.kind === 'hourly' && factor.coveredHours < factor.hours && factor.otherwise === null ? factor : null;
  return (
    <>
      <dl className={classes.facts} data-selectable>
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`factor.facts.${key}`)}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      {isPartial !== null && (
        <Notice level="attention">
          {t('factor.gap', {
            count: isPartial.hours - isPartial.coveredHours,
            hours: format.number(isPartial.hours - isPartial.coveredHours),
          })}
        </Notice>
      )}
    </>
  );

  function factsOfYear({ factor: one }: Extract<Co2Factor, { kind: 'year' }>): (readonly [string, string])[] {
    return [
      ['factor', gramsText(one.gramsPerKwh, format)],
      ['country', countryName(one.country, format.locale)],
      ['year', String(one.year)],
      ['source', one.source],
      ['method', methodText(one.method, t)],
    ];
  }

  function factsOfSeries(one: Extract<Co2Factor, { kind: 'hourly' }>): (readonly [string, string])[] {
    const { source, from, to, hours, coveredHours, meanGramsPerKwh, otherwise, method } = one;
    return [
      ['source', source],
      ['span', format.days({ from, to })],
      [
        'covered',
        t('import.coveredOf', {
          covered: format.number(coveredHours),
          count: hours,
          hours: format.number(hours),
          share: format.percent(hours === 0 ? null : coveredHours / hours),
        }),
      ],
      ['mean', gramsText(meanGramsPerKwh, format)],
      ['otherwise', otherwise === null ? format.notAvailable : yearText(otherwise, { t, format })],
      ['method', methodText(method, t)],
    ];
  }
}
