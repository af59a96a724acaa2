import type { Output } from '#shared/contract/contract.ts';

/** `imports.inspect` of the fake bridge: five homes, a few bad rows. */
export function fakeInspection(fileId: string): Output<'imports.inspect'> {
  return {
    fileId,
    name: 'readings-2025.csv',
    kind: 'readings',
    rows: 126_247,
    goodRows: 126_240,
    badRowCount: 7,
    badRows: [
      { row: 412, field: 'produced_kwh', value: 'n.a.', problem: 'is not a number' },
      { row: 413, field: 'produced_kwh', value: '-0.4', problem: 'is negative' },
      { row: 9120, field: 'timestamp', value: '31.02.2025 08:15', problem: 'is not a time of the calendar' },
      { row: 9121, field: 'consumed_kwh', value: '', problem: 'is empty' },
      {
        row: 40_004,
        field: 'timestamp',
        value: '30.03.2025 02:30',
        problem: 'does not exist: the clocks were put forward over this hour',
      },
      { row: 40_005, field: 'member', value: '', problem: 'is empty' },
      { row: 88_310, field: 'consumed_kwh', value: '1e99', problem: 'is too large for one reading' },
    ],
    members: 5,
    from: Date.UTC(2025, 1, 11, 23),
    to: Date.UTC(2025, 9, 31, 23),
    intervalMinutes: 15,
    missingRows: 318,
    unbalancedRows: 1204,
    repeatedRows: 12,
    roundedWh: 3.4,
    format: 'semicolons, decimal commas, day.month.year, UTF-8 with byte-order mark',
    community: { id: null, name: 'readings-2025', exists: false },
  };
}
