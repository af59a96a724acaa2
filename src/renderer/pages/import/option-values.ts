import type { Input } from '#shared/contract/contract.ts';
import type { Inspection } from '#shared/contract/imports.ts';
import { priceToMicro } from '#shared/domain/units.ts';
import { countryOfZone } from './countries.ts';

/** What the person decides about an import, as the fields of the form hold it. */
export interface OptionValues {
  /** `new`, or the id of the community that gets the readings. */
  readonly target: string;
  readonly name: string;
  readonly currency: string;
  /** ISO 3166-1 alpha-3; null when unknown. */
  readonly country: string | null;
  /** Currency per kWh, as typed; empty when unknown. */
  readonly retail: number | string;
  readonly feedIn: number | string;
  readonly simulate: boolean;
}

/** Proposals for a file: its own community name, and the country and currency of the clock on the wall. */
export function proposedValues(inspection: Inspection, timeZone: string): OptionValues {
  const country = countryOfZone(timeZone);
  const { community } = inspection;
  return {
    target: community.exists && community.id !== null ? community.id : 'new',
    name: community.name,
    currency: country?.currency ?? 'EUR',
    country: country?.code ?? null,
    retail: '',
    feedIn: '',
    simulate: false,
  };
}

/** A typed price in micro-currency per kWh: null when empty, undefined when it is no price. */
export function typedPrice(value: number | string): number | null | undefined {
  if (value === '') return null;
  const result = priceToMicro(value);
  return result.ok ? result.value : undefined;
}

/** Whether both tariffs are known and in order: then savings and simulated trades can be computed. */
export function hasTariffs({ retail, feedIn }: OptionValues): boolean {
  return typeof typedPrice(retail) === 'number' && typeof typedPrice(feedIn) === 'number';
}

/** The call that the decisions stand for. Good rows only; a file that turned bad since it was looked at is refused. */
export function startInput(inspection: Inspection, values: OptionValues, timeZone: string): Input<'imports.start'> {
  const { fileId, kind, badRowCount } = inspection;
  const onBadRows = badRowCount > 0 ? 'skip' : 'refuse';
  if (kind === 'snapshot') return { fileId, onBadRows, communityId: null };
  const tariffs = {
    gridImportPrice: typedPrice(values.retail) ?? null,
    gridExportPrice: typedPrice(values.feedIn) ?? null,
    simulateTrades: values.simulate && hasTariffs(values),
  };
  if (values.target !== 'new') return { fileId, onBadRows, communityId: values.target, timeZone, ...tariffs };
  return {
    fileId,
    onBadRows,
    communityId: null,
    communityName: values.name.trim(),
    timeZone,
    currency: values.currency,
    country: values.country,
    ...tariffs,
  };
}
