import { IconArrowDownRight, IconArrowUpRight, IconMinus } from '@tabler/icons-react';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { useMethod } from '../../bridge/queries.ts';
import { Explained } from '../../components/explained.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import styles from './top-bar.module.css';

const signs = { buy: IconArrowDownRight, sell: IconArrowUpRight, neutral: IconMinus } as const;

/** The community's latest price with its signal; the signal has a sign and a word, never a colour alone. */
export function PriceChip({ community }: { readonly community: CommunitySummary }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useMethod('pricing.current', { communityId: community.id });
  if (data == null) return null;
  const { p2pPrice, gridImportPrice, gridExportPrice, signal, slot } = data;
  const price = p2pPrice === null ? t('price.noTrade') : format.price(p2pPrice).text;
  const SignalIcon = signs[signal];
  return (
    <Explained
      className={clsx(styles.price, 'tabular', signal !== 'neutral' && styles[signal])}
      explanation={{
        title: t('price.label'),
        formula: t(`price.explain.${signal}`),
        inputs: [
          { label: t('price.slot'), value: format.dateTime(slot) },
          { label: t('price.community'), value: price },
          { label: t('price.retail'), value: format.price(gridImportPrice).text },
          { label: t('price.feedIn'), value: format.price(gridExportPrice).text },
        ],
      }}
    >
      {price}
      <SignalIcon size={15} stroke={2} aria-hidden />
      <span className={styles.signal}>{t(`price.${signal}`)}</span>
    </Explained>
  );
}
