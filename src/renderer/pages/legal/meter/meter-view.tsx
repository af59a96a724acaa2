import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Output } from '#shared/contract/contract.ts';
import { startOfLocalDay } from '#shared/domain/slots.ts';
import { useCommunity } from '../../../app/community.tsx';
import { usePeriod } from '../../../app/period.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { Figure } from '../../../components/figure.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useProblemWords } from '../../../components/problem-words.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from '../facts.module.css';
import { RiskPanel } from './risk-panel.tsx';

type Meter = Output<'privacy.meter'>;

/** Where there is nothing to be counted. */
const NONE = '–';

/** How well the console hides the single member, and what left it. */
export function MeterView(): ReactNode {
  const { t } = useTranslation('legal-meter');
  const { id: communityId } = useCommunity();
  const { range, label } = usePeriod();
  const words = useProblemWords();
  const query = useMethod('privacy.meter', { communityId, range });
  return (
    <div className={classes.view}>
      <PageState query={query} skeleton={<SkeletonLines lines={12} />}>
        {(meter) => (
          <>
            <Cards meter={meter} />
            {meter.withoutPseudonym > 0 && (
              <Notice level="attention">
                {t('withoutPseudonym', { count: meter.withoutPseudonym })}{' '}
                {words({ code: 'ANONYMISATION_FAILED' }).whole}
              </Notice>
            )}
            <div className={classes.columns}>
              {meter.days === 0 ? (
                <Panel title={t('withheld.title')} subtitle={label}>
                  <p className={classes.text}>{t('withheld.none')}</p>
                </Panel>
              ) : (
                <Panel
                  title={t('withheld.title')}
                  subtitle={t('withheld.subtitle', { days: meter.days, period: label })}
                >
                  <Withheld meter={meter} />
                </Panel>
              )}
              <Panel title={t('left.title')} subtitle={t('left.subtitle', { period: label })}>
                <Disclosures meter={meter} />
              </Panel>
            </div>
          </>
        )}
      </PageState>
      <RiskPanel />
    </div>
  );
}

function Cards({
  meter: { k, smallestGroup, map, days, withheld, withoutPseudonym },
}: {
  readonly meter: Meter;
}): ReactNode {
  const { t } = useTranslation('legal-meter');
  const format = useFormat();
  const { timeZone } = useCommunity();
  const most = Math.max(0, ...withheld.map((one) => one.days));
  const where =
    smallestGroup === null
      ? t('cards.smallestNone')
      : smallestGroup.day === null
        ? t('cards.onMap')
        : t('cards.inFigures', { day: format.date(startOfLocalDay(smallestGroup.day, timeZone)) });
  const cards = [
    {
      name: 'smallest',
      value: smallestGroup === null ? NONE : format.number(smallestGroup.members),
      note: where,
      formula: t('cards.smallestFormula', { k }),
    },
    {
      name: 'cells',
      value:
        map.cells === 0
          ? NONE
          : t('cards.cellsValue', { cells: format.number(map.cells), shown: format.number(map.shown) }),
      note: t('cards.cellsNote', { count: map.suppressed, members: format.number(map.membersNotShown) }),
      formula: t('cards.cellsFormula', { k }),
    },
    {
      name: 'days',
      value: days === 0 ? NONE : t('cards.daysValue', { most: format.number(most), days: format.number(days) }),
      note: t(days === 0 ? 'cards.daysNone' : 'cards.daysNote'),
      formula: t('cards.daysFormula', { k }),
    },
    {
      name: 'held',
      value: format.number(withoutPseudonym),
      note: t('cards.heldNote'),
      formula: t('cards.heldFormula'),
    },
  ] as const;
  return (
    <dl className={classes.cards}>
      {cards.map(({ name, value, note, formula }) => (
        <div key={name} className={classes.card}>
          <dt>{t(`cards.${name}`)}</dt>
          <dd className={classes.figure}>
            <Figure value={value} explanation={{ formula }} size="lg" />
          </dd>
          <dd className={classes.quiet}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function Withheld({ meter: { withheld } }: { readonly meter: Meter }): ReactNode {
  const { t } = useTranslation('legal-meter');
  const format = useFormat();
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={5} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('withheld.measure')}</Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('withheld.notAtAll')}
            </Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('withheld.wholeOnly')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {withheld.map(({ measure, days, wholeOnly }) => (
            <Table.Tr key={measure}>
              <Table.Th scope="row">{t(`measures.${measure}`)}</Table.Th>
              <Table.Td className={classes.number}>{format.number(days)}</Table.Td>
              <Table.Td className={classes.number}>{format.number(wholeOnly)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Disclosures({ meter: { disclosures } }: { readonly meter: Meter }): ReactNode {
  const { t } = useTranslation('legal-meter');
  const format = useFormat();
  const { search } = usePeriod();
  if (disclosures.length === 0) return <p className={classes.text}>{t('left.none')}</p>;
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={5} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('left.what')}</Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('left.count')}
            </Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('left.latest')}
            </Table.Th>
            <Table.Th scope="col" className={classes.number}>
              {t('left.entry')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {disclosures.map(({ kind, count, latestAt, latestEntry }) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{t(`left.kinds.${kind}`)}</Table.Th>
              <Table.Td className={classes.number}>{format.number(count)}</Table.Td>
              <Table.Td className={classes.number}>{format.dateTime(latestAt)}</Table.Td>
              <Table.Td className={classes.number}>
                <Link to={{ pathname: '/audit/log', search }}>{format.number(latestEntry)}</Link>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
