/** Of whom the reasons are shown: how it stands in the address. Pure but for the hook. */
import { useAddressFilters, withEntries } from '../../../app/address-filters.ts';

interface Chosen {
  readonly memberId: string | null;
}

const read = (params: URLSearchParams): Chosen => ({ memberId: params.get('loser') });

function write(params: URLSearchParams, { memberId }: Chosen): URLSearchParams {
  return withEntries(params, [['loser', memberId]]);
}

/** The member whose losses are open, and a way to open those of another; null closes them. */
export function useLoser(): readonly [string | null, (memberId: string | null) => void] {
  const [{ memberId }, change] = useAddressFilters(read, write);
  return [memberId, (chosen) => change({ memberId: chosen })];
}
