import { z } from 'zod';
import { assumedTariff, instant, uid } from './communities.ts';
import { defineArea } from './method.ts';

/** A row that cannot be imported. `row` counts from 1 with the header as row 1, as a spreadsheet shows it. */
export const badRowSchema = z.object({
  row: z.number().int(),
  field: z.string(),
  value: z.string(),
  problem: z.string(),
});
export type BadRow = z.infer<typeof badRowSchema>;

const inspectionSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  kind: z.enum(['readings', 'snapshot']),
  rows: z.number().int(),
  goodRows: z.number().int(),
  badRowCount: z.number().int(),
  /** The first hundred. */
  badRows: z.array(badRowSchema),
  members: z.number().int(),
  from: instant.nullable(),
  to: instant.nullable(),
  /** Readings only. */
  intervalMinutes: z.number().int().nullable(),
  /** Slots between first and last reading of a member for which the file has no row. */
  missingRows: z.number().int(),
  /** Rows whose produced + imported differs from consumed + exported; imported and flagged. */
  unbalancedRows: z.number().int(),
  /** Rows that repeat a member and time; the last one holds. */
  repeatedRows: z.number().int(),
  /** Sum of what rounding to whole Wh changed, in Wh. */
  roundedWh: z.number(),
  /** What was recognised: delimiter, decimal sign, date form, byte-order mark. */
  format: z.string(),
  /** The community the file names or is proposed to make. */
  community: z.object({ id: uid.nullable(), name: z.string(), exists: z.boolean() }),
});
export type Inspection = z.infer<typeof inspectionSchema>;

export const imports = defineArea({
  /** Reads the whole file without writing anything. INPUT_INVALID when it is neither of the known forms. */
  'imports.inspect': {
    input: z.object({
      fileId: z.string(),
      /** For times without an offset in the file; the system's zone when absent. */
      timeZone: z.string().max(64).optional(),
    }),
    output: inspectionSchema,
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
  /** Imports an inspected file as a task. */
  'imports.start': {
    input: z.object({
      fileId: z.string(),
      /** Import the good rows, or nothing when any row is bad. */
      onBadRows: z.enum(['skip', 'refuse']),
      /** Readings only: into this community, or a new one made from the other fields. */
      communityId: uid.nullable(),
      communityName: z.string().trim().min(1).max(80).optional(),
      timeZone: z.string().max(64).optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'not a currency code such as EUR')
        .optional(),
      country: z
        .string()
        .regex(/^[A-Z]{3}$/, 'not a country code such as DEU')
        .nullable()
        .optional(),
      /** Tariffs in micro-currency per kWh, so that savings can be computed. */
      gridImportPrice: assumedTariff.nullable().optional(),
      gridExportPrice: assumedTariff.nullable().optional(),
      /** Also clear the readings through the community's mechanism; the trades are marked as simulated. Needs both tariffs. */
      simulateTrades: z.boolean().optional(),
    }),
    output: z.object({ taskId: z.string() }),
    kind: 'command',
    role: 'manager',
    answeredBy: 'engine',
  },
});
