/** What CO2 is reckoned with, in words: no such figure stands without factor, source, year and method (DOMAIN.md section 5). Pure. */
import type { TFunction } from 'i18next';
import type { Co2Factor, EmissionFactor } from '#shared/contract/stats.ts';
import type { Format } from '#shared/format/format.ts';
import { countries } from '../../import/countries.ts';

interface Words {
  readonly t: TFunction<'impact'>;
  readonly format: Format;
}

/** Grams per kWh, to about three digits. */
export function gramsText(gramsPerKwh: number, format: Format): string {
  return `${format.number(gramsPerKwh, gramsPerKwh < 100 ? 1 : 0)}\u00a0g/kWh`;
}

/** A country by its ISO 3166-1 alpha-3 code as people call it; the code itself where it is not known. */
export function countryName(code: string, locale: string): string {
  const region = countries.find((one) => one.code === code)?.region;
  return (region === undefined ? undefined : new Intl.DisplayNames(locale, { type: 'region' }).of(region)) ?? code;
}

/** The engine says the method in English. */
export function methodText(method: string, t: TFunction<'impact'>): string {
  return method === 'location-based average; not an offset' ? t('factor.locationBased') : method;
}

/** A factor of a year with its country, its year and who published it. */
export function yearText(factor: EmissionFactor, { t, format }: Words): string {
  return t('factor.ofYear', {
    factor: gramsText(factor.gramsPerKwh, format),
    country: countryName(factor.country, format.locale),
    year: factor.year,
    source: factor.source,
  });
}

/** All that a CO2 figure is reckoned with, as one sentence. */
export function factorSentence(factor: Co2Factor, { t, format }: Words): string {
  if (factor.kind === 'year') {
    return t('factor.sentence', {
      factor: yearText(factor.factor, { t, format }),
      method: methodText(factor.factor.method, t),
    });
  }
  const { source, method, hours, coveredHours, meanGramsPerKwh, otherwise } = factor;
  const hourly = t('factor.hourly', {
    mean: gramsText(meanGramsPerKwh, format),
    source,
    covered: format.number(coveredHours),
    count: hours,
    hours: format.number(hours),
  });
  const rest = coveredHours === hours ? '' : `; ${restText(otherwise, { t, format })}`;
  return t('factor.sentence', { factor: `${hourly}${rest}`, method: methodText(method, t) });
}

/** What holds for the hours that a series does not cover. */
function restText(otherwise: EmissionFactor | null, words: Words): string {
  return otherwise === null
    ? words.t('factor.restUnknown')
    : words.t('factor.rest', { factor: yearText(otherwise, words) });
}
