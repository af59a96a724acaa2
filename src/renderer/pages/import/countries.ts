/** European countries: ISO 3166-1 alpha-3 and alpha-2, the IANA zone of the capital, and the currency in 2026. */
const table = [
  ['AUT', 'AT', 'Europe/Vienna', 'EUR'],
  ['BEL', 'BE', 'Europe/Brussels', 'EUR'],
  ['BGR', 'BG', 'Europe/Sofia', 'EUR'],
  ['HRV', 'HR', 'Europe/Zagreb', 'EUR'],
  ['CYP', 'CY', 'Asia/Nicosia', 'EUR'],
  ['CZE', 'CZ', 'Europe/Prague', 'CZK'],
  ['DNK', 'DK', 'Europe/Copenhagen', 'DKK'],
  ['EST', 'EE', 'Europe/Tallinn', 'EUR'],
  ['FIN', 'FI', 'Europe/Helsinki', 'EUR'],
  ['FRA', 'FR', 'Europe/Paris', 'EUR'],
  ['DEU', 'DE', 'Europe/Berlin', 'EUR'],
  ['GRC', 'GR', 'Europe/Athens', 'EUR'],
  ['HUN', 'HU', 'Europe/Budapest', 'HUF'],
  ['IRL', 'IE', 'Europe/Dublin', 'EUR'],
  ['ITA', 'IT', 'Europe/Rome', 'EUR'],
  ['LVA', 'LV', 'Europe/Riga', 'EUR'],
  ['LTU', 'LT', 'Europe/Vilnius', 'EUR'],
  ['LUX', 'LU', 'Europe/Luxembourg', 'EUR'],
  ['MLT', 'MT', 'Europe/Malta', 'EUR'],
  ['NLD', 'NL', 'Europe/Amsterdam', 'EUR'],
  ['NOR', 'NO', 'Europe/Oslo', 'NOK'],
  ['POL', 'PL', 'Europe/Warsaw', 'PLN'],
  ['PRT', 'PT', 'Europe/Lisbon', 'EUR'],
  ['ROU', 'RO', 'Europe/Bucharest', 'RON'],
  ['SVK', 'SK', 'Europe/Bratislava', 'EUR'],
  ['SVN', 'SI', 'Europe/Ljubljana', 'EUR'],
  ['ESP', 'ES', 'Europe/Madrid', 'EUR'],
  ['SWE', 'SE', 'Europe/Stockholm', 'SEK'],
  ['CHE', 'CH', 'Europe/Zurich', 'CHF'],
  ['GBR', 'GB', 'Europe/London', 'GBP'],
] as const;

export interface Country {
  /** ISO 3166-1 alpha-3, as the emission factors name it. */
  readonly code: string;
  /** ISO 3166-1 alpha-2, from which the runtime knows the name. */
  readonly region: string;
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
}

export const countries: readonly Country[] = table.map(([code, region, timeZone, currency]) => ({
  code,
  region,
  timeZone,
  currency,
}));

export const currencies: readonly string[] = [...new Set(countries.map(({ currency }) => currency))].sort();

/** The country whose clock this is, or null when the zone is none of a capital's. */
export function countryOfZone(timeZone: string): Country | null {
  return countries.find((country) => country.timeZone === timeZone) ?? null;
}
