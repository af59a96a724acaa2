/// <reference path="./co2-data.d.ts" />
import { averageIntensity } from '@tgwf/co2/data';
import type { EmissionFactor } from '#shared/contract/stats.ts';

/** How every CO2 figure is reckoned. */
export const METHOD = 'location-based average; not an offset';

/**
 * Countries whose factor in the library is Ember's figure for 2024. Others are older figures of mixed years there; a factor without its
 * year is not shown at all (DOMAIN.md section 5).
 */
const FACTORS_OF_2024: ReadonlySet<string> = new Set(
  `AUT BEL BGD BGR BIH BOL BRA CAN CHE CHL CHN COL CRI CYP CZE DEU DNK DOM ECU EGY ESP EST FIN FRA GBR GEO GRC HRV HUN IND IRL ITA JPN
   KAZ KEN KOR LTU LUX LVA MAR MDA MEX MKD MLT MNE MYS NGA NLD NOR NZL PAK PER PHL POL PRT ROU SGP SRB SVK SVN SWE THA TUN TUR TWN
   URY USA VNM XKX ZAF`.split(/\s+/),
);

/** The grid's average factor of a country (ISO 3166-1 alpha-3), or null when it is not known together with its year. */
export function emissionFactorOf(country: string | null): EmissionFactor | null {
  if (country === null || !FACTORS_OF_2024.has(country)) return null;
  const gramsPerKwh = averageIntensity.data[country];
  if (gramsPerKwh === undefined) return null;
  return {
    gramsPerKwh,
    country,
    year: 2024,
    source: 'Ember (CC BY-SA 4.0), via @tgwf/co2 0.19.0',
    method: METHOD,
  };
}
