/** Tariffs that somebody assumes instead of those of the slots: how they stand in the address. Pure. */
import { withEntries } from '../../../app/address-filters.ts';
import { microToPrice, priceToMicro } from '#shared/domain/units.ts';

/** Micro-currency per kWh; null stands for the tariffs of the slots. */
export interface AssumedTariffs {
  readonly retail: number | null;
  readonly feedIn: number | null;
}

function read(text: string | null): number | null {
  if (text === null) return null;
  const price = priceToMicro(text);
  return price.ok ? price.value : null;
}

/** The tariffs that an address holds; what is no price assumes nothing. */
export function readAssumedTariffs(params: URLSearchParams): AssumedTariffs {
  return { retail: read(params.get('retail')), feedIn: read(params.get('feedIn')) };
}

/** `params` with the tariffs written into it; other entries stay. */
export function writeAssumedTariffs(params: URLSearchParams, { retail, feedIn }: AssumedTariffs): URLSearchParams {
  const written = (price: number | null): string | null => (price === null ? null : String(microToPrice(price)));
  return withEntries(params, [
    ['retail', written(retail)],
    ['feedIn', written(feedIn)],
  ]);
}
