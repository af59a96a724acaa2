import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { Legend } from './legend.tsx';
import classes from './map-legend.module.css';
import { netColour } from './member-map-option.ts';
import type { Palette } from './palette.ts';

export interface MapLegendProps {
  /** The largest net energy of a cell, either sign, in Wh: both ends of the scale. */
  readonly mostWh: number;
  readonly hasHeldBack: boolean;
  readonly palette: Palette;
}

const STEPS = 9;

/** The diverging scale of the map with what its ends stand for. */
export function MapLegend({ mostWh, hasHeldBack, palette }: MapLegendProps): ReactNode {
  const { t } = useTranslation('charts');
  const format = useFormat();
  const most = format.energy(mostWh).text;
  return (
    <div className={classes.legend}>
      <div className={classes.scale}>
        <span title={t('map.legendImports', { energy: most })}>{t('map.imports')}</span>
        <span className={classes.bar} aria-hidden="true">
          {Array.from({ length: STEPS }, (_, step) => {
            const share = (step / (STEPS - 1)) * 2 - 1;
            const wh = Math.sign(share) * share ** 2 * 1000;
            return <i key={step} style={{ background: netColour(wh, 1000, palette) }} />;
          })}
        </span>
        <span title={t('map.legendExports', { energy: most })}>{t('map.exports')}</span>
      </div>
      {hasHeldBack && <Legend items={[{ label: t('map.heldBack'), colour: palette.quietText, mark: 'held-back' }]} />}
    </div>
  );
}
