import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat } from '../i18n/use-format.ts';
import type { ChartContext } from './chart-context.ts';
import { paletteOf } from './palette.ts';

/** The present colour scheme, language, time zone and currency for option builders; the same object while none of them changes. */
export function useChartContext(): ChartContext {
  const scheme = useComputedColorScheme('light');
  const format = useFormat();
  return useMemo(() => ({ palette: paletteOf(scheme), format }), [scheme, format]);
}
