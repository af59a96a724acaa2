import { useTranslation } from 'react-i18next';
import type { Resolution } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import { exactly } from '#shared/format/exact.ts';

/** Resolutions in words, as the end of a sentence, e.g. "settle 0.800 kWh, as metered". */
export function useResolutionWords(): (resolution: Resolution) => string {
  const { t } = useTranslation('trade-sheet');
  const format = useFormat();
  return (resolution) =>
    t(`resolutions.${resolution.kind}`, {
      quantity: resolution.kind === 'adjust' ? exactly(format).quantity(resolution.quantityWh) : '',
    });
}
