import { IconUser } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel, type Drawing } from '../../../charts/chart-panel.tsx';
import { pricePairOption, pricePairTable, shareOf, type PricePair } from '../../../charts/price-pair-option.ts';
import { useChartContext } from '../../../charts/use-chart-context.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import type { ComparisonChartProps } from './chart-props.ts';
import { averagePrice, sumsOf } from './comparison-sums.ts';

const HEIGHT = 200;

/** A member's average prices beside the community's, and its share of the trade; without a member, the way to choose one. */
export function MemberChart(props: ComparisonChartProps): ReactNode {
  const { t } = useTranslation('comparison');
  if (props.isMember) return <Chart {...props} />;
  return (
    <Panel title={t('member.title')} subtitle={t('member.subtitle')}>
      <EmptyState
        icon={<IconUser size={22} stroke={1.75} />}
        title={t('member.choose')}
        text={t('member.chooseText')}
      />
    </Panel>
  );
}

function Chart(props: ComparisonChartProps): ReactNode {
  const { query, who, source, days, empty, isEmpty } = props;
  const { t } = useTranslation('comparison');
  const context = useChartContext();
  const { palette, format } = context;
  const { data } = query;
  const pairs = useMemo((): readonly PricePair[] | null => {
    if (data === undefined) return null;
    const { current, community } = data;
    if (community === null) return null;
    const [own, all] = [sumsOf(current), sumsOf(community)];
    return [
      {
        label: t('member.bought'),
        member: averagePrice(own.boughtAmount, own.boughtWh),
        community: averagePrice(all.boughtAmount, all.boughtWh),
        memberWh: own.boughtWh,
        communityWh: all.boughtWh,
      },
      {
        label: t('member.sold'),
        member: averagePrice(own.soldAmount, own.soldWh),
        community: averagePrice(all.soldAmount, all.soldWh),
        memberWh: own.soldWh,
        communityWh: all.soldWh,
      },
    ];
  }, [data, t]);
  const drawing = useMemo((): Drawing | null => {
    if (pairs === null) return null;
    const words = {
      what: t('member.what'),
      member: who,
      community: t('member.community'),
      memberEnergy: t('member.energyOf', { who }),
      communityEnergy: t('member.energyOf', { who: t('member.community') }),
      share: t('member.share'),
    };
    const text = (price: number | null): string => (price === null ? format.notAvailable : format.price(price).text);
    return {
      build: () => pricePairOption({ pairs, words }, context),
      table: pricePairTable({ pairs, words }, context),
      legend: [
        { label: who, colour: palette.fill.trade, mark: 'swatch' },
        { label: words.community, colour: palette.line.trade, fill: palette.fill.trade, mark: 'area' },
      ],
      description: pairs
        .map(({ label, member, community }) =>
          t('member.description', { label, member: text(member), community: text(community) }),
        )
        .join(' '),
    };
  }, [pairs, who, context, palette, format, t]);
  return (
    <ChartPanel
      title={t('member.title')}
      subtitle={t('member.subtitle')}
      hint={pairs === null ? undefined : sharesOf(pairs)}
      query={query}
      drawing={drawing}
      palette={palette}
      height={HEIGHT}
      fileName={`${t('files.member')}_${days}`}
      source={source}
      empty={empty}
      isEmpty={isEmpty}
    />
  );

  /** The member's part of everything, in words. */
  function sharesOf([bought, sold]: readonly PricePair[]): string {
    const members = data?.community?.members ?? 0;
    return t('member.shares', {
      who,
      bought: format.percent(shareOf(bought)),
      sold: format.percent(shareOf(sold)),
      count: members,
      members: format.number(members),
    });
  }
}
