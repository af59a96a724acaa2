import type { ReadingColumns, SignalColumns } from './change-page.ts';

/** Columns of readings with `count` rows to be filled. */
export function emptyReadings(count: number): ReadingColumns {
  return {
    count,
    slot: new Float64Array(count),
    member: new Int32Array(count),
    producedWh: new Int32Array(count),
    consumedWh: new Int32Array(count),
    importedWh: new Int32Array(count),
    exportedWh: new Int32Array(count),
    batterySoc: new Int8Array(count),
    quality: new Uint8Array(count),
    revision: new Int32Array(count),
  };
}

/** Columns of signals with `count` rows to be filled. */
export function emptySignals(count: number): SignalColumns {
  return {
    count,
    slot: new Float64Array(count),
    p2pPrice: new Float64Array(count),
    gridImportPrice: new Float64Array(count),
    gridExportPrice: new Float64Array(count),
    forecastNextHour: new Float64Array(count),
    signal: new Uint8Array(count),
  };
}
