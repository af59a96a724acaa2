import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';
import { limitOf } from '#shared/words/rule-words.ts';
import classes from './price-band.module.css';
import { draftOf } from './draft-of.ts';
import { pricesMet, scaleOf } from './price-scale.ts';

type Band = Output<'rules.check'>['band'];

/** The rule's limit beside the tariffs and the community's prices of the last days. */
export function PriceBand({ rule }: { readonly rule: RuleSummary }): ReactNode {
  const { id: communityId } = useCommunity();
  const query = useMethod('rules.check', {
    communityId,
    memberId: rule.memberId,
    ruleId: rule.id,
    draft: draftOf(rule),
  });
  return (
    <PageState query={query} skeleton={<SkeletonLines lines={3} />}>
      {({ band }) => <PricePicture band={band} rule={rule} />}
    </PageState>
  );
}

export interface PricePictureProps {
  readonly band: Band;
  readonly rule: Pick<RuleDraft, 'type' | 'minPrice' | 'maxPrice'>;
}

/** A limit among the prices around it, drawn and in numbers. */
export function PricePicture({ band, rule }: PricePictureProps): ReactNode {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { price } = exactly(format);
  const limit = limitOf(rule);
  const { low, median, high, feedIn, retail, slots } = band;
  const placeOf = scaleOf([low, high, feedIn, retail, limit]);
  const met = pricesMet(rule.type, limit, band);
  const marks = [
    { key: 'limit', at: limit, text: limit === null ? t('anyPrice') : price(limit) },
    { key: 'feedIn', at: feedIn, text: feedIn === null ? format.notAvailable : price(feedIn) },
    { key: 'retail', at: retail, text: retail === null ? format.notAvailable : price(retail) },
    { key: 'median', at: median, text: median === null ? format.notAvailable : price(median) },
  ] as const;
  return (
    <div className={classes.band}>
      {placeOf !== null && (
        <div className={classes.scale} aria-hidden>
          {low !== null && high !== null && (
            <span
              className={classes.usual}
              style={{ left: `${placeOf(low)}%`, width: `${placeOf(high) - placeOf(low)}%` }}
            />
          )}
          {marks.map(
            ({ key, at }) =>
              at !== null && (
                <span key={key} className={clsx(classes.mark, classes[key])} style={{ left: `${placeOf(at)}%` }} />
              ),
          )}
        </div>
      )}
      <dl className={classes.legend}>
        {marks.map(({ key, text }) => (
          <div key={key}>
            <dt>
              <span className={clsx(classes.swatch, classes[key])} aria-hidden />
              {t(`band.${key}`)}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>
            <span className={clsx(classes.swatch, classes.usual)} aria-hidden />
            {t('band.usual')}
          </dt>
          <dd>
            {low === null || high === null
              ? format.notAvailable
              : t('band.fromTo', { low: format.price(low).value, high: format.price(high).text })}
          </dd>
        </div>
      </dl>
      <p className={classes.note}>
        {met === null ? t('band.unknown') : t(`band.met.${met}`, { count: slots, slots: format.number(slots) })}
      </p>
    </div>
  );
}
