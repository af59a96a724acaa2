/** @tgwf/co2 ships no types; this is the part that is used. */
declare module '@tgwf/co2/data' {
  /** Grams of CO2e per kWh by ISO 3166-1 alpha-3 country. */
  export const averageIntensity: { readonly data: Readonly<Record<string, number>>; readonly type: string };
}
