import { Skeleton } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight, IconMinus, IconPlus } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommunity } from '../../app/community.tsx';
import { RoleButton } from '../../app/role-button.tsx';
import { useMethod } from '../../bridge/queries.ts';
import { Explained, type Explanation } from '../../components/explained.tsx';
import { Figure } from '../../components/figure.tsx';
import { PageState } from '../../components/page-state.tsx';
import { Panel } from '../../components/panel.tsx';
import type { FigureName } from '#shared/glossary/terms.ts';
import { useFormat } from '../../i18n/use-format.ts';
import classes from './head-strip.module.css';

type CurrentPrice = NonNullable<Output<'pricing.current'>>;

/** What a kWh costs now and is expected to cost in an hour, between the two tariffs, and the way to take part. */
export function HeadStrip({ onPlaceOffer }: { readonly onPlaceOffer: () => void }): ReactNode {
  const { t } = useTranslation('marketplace');
  const { id: communityId } = useCommunity();
  const query = useMethod('pricing.current', { communityId });
  return (
    <Panel>
      <div className={classes.strip}>
        <PageState query={query} skeleton={<Skeleton height={58} className={classes.wide} />}>
          {(current) =>
            current === null ? <p className={classes.none}>{t('price.none')}</p> : <Prices current={current} />
          }
        </PageState>
        <RoleButton
          needs="manager"
          className={classes.place}
          leftSection={<IconPlus size={17} stroke={1.9} aria-hidden />}
          onClick={onPlaceOffer}
        >
          {t('placeOffer')}
        </RoleButton>
      </div>
    </Panel>
  );
}

function Prices({ current }: { readonly current: CurrentPrice }): ReactNode {
  const { t } = useTranslation(['marketplace', 'shell']);
  const format = useFormat();
  const { slot, p2pPrice, gridImportPrice, gridExportPrice, forecastNextHour, forecastError, forecastsChecked } =
    current;
  const dated = (term: FigureName): Explanation => ({
    term,
    inputs: [{ label: t('shell:price.slot'), value: format.dateTime(slot) }],
  });
  const forecast: Explanation = {
    term: 'forecast',
    inputs: [
      {
        label: t('price.error'),
        value: forecastError === null ? format.notAvailable : format.price(forecastError).text,
      },
      { label: t('price.checked'), value: format.number(forecastsChecked) },
    ],
    note: t('price.errorFormula'),
  };
  return (
    <dl className={classes.prices}>
      <div>
        <dt>{t('shell:price.community')}</dt>
        <dd>
          <Figure
            size="lg"
            value={p2pPrice === null ? t('shell:price.noTrade') : format.price(p2pPrice)}
            explanation={dated('communityPrice')}
          />
          <Signal current={current} />
        </dd>
      </div>
      <div>
        <dt>{t('shell:price.retail')}</dt>
        <dd>
          <Figure value={format.price(gridImportPrice)} explanation={dated('retailTariff')} />
        </dd>
      </div>
      <div>
        <dt>{t('shell:price.feedIn')}</dt>
        <dd>
          <Figure value={format.price(gridExportPrice)} explanation={dated('feedInTariff')} />
        </dd>
      </div>
      <div>
        <dt>{t('price.forecast')}</dt>
        <dd>
          <Figure
            value={forecastNextHour === null ? format.notAvailable : format.price(forecastNextHour)}
            explanation={forecast}
          />
          <span className={classes.error}>
            {forecastError === null
              ? t('price.errorUnknown')
              : t('price.errorOf', { error: format.price(forecastError).value })}
          </span>
        </dd>
      </div>
    </dl>
  );
}

const signs = { buy: IconArrowDownRight, sell: IconArrowUpRight, neutral: IconMinus } as const;

/** The signal has a sign and words, never a colour alone. */
function Signal({ current: { signal } }: { readonly current: CurrentPrice }): ReactNode {
  const { t } = useTranslation(['marketplace', 'shell']);
  const SignalIcon = signs[signal];
  return (
    <Explained
      className={clsx(classes.signal, signal !== 'neutral' && classes[signal])}
      explanation={{ formula: t(`shell:price.explain.${signal}`) }}
    >
      <SignalIcon size={16} stroke={2} aria-hidden />
      {t(`price.signal.${signal}`)}
    </Explained>
  );
}
