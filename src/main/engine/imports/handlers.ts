import type { ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { isTimeZone } from '#shared/domain/slots.ts';
import type { Tariff } from '#shared/domain/tariff.ts';
import type { ReadDb } from '../cache/connection.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import type { ChosenPath } from '../files.ts';
import { importReadings, type ReadingsImport } from './import-readings.ts';
import { markInterruptedRuns } from './import-run.ts';
import { importSnapshot } from './import-snapshot.ts';
import { ImportTask } from './import-task.ts';
import { communityNameOf, inspectFile, isSnapshot } from './inspect.ts';
import { inspectSource } from './source-file.ts';

type StartInput = ParsedInput<'imports.start'>;

export const importsHandlers: EngineHandlers<'imports.inspect' | 'imports.start'> = {
  'imports.inspect': async ({ fileId, timeZone }, { cache, files }) => {
    const file = files.resolve(fileId);
    return { fileId, ...(await inspectFile(file, requireTimeZone(timeZone ?? systemTimeZone()), cache.read)) };
  },

  'imports.start': (input, context) => {
    const file = context.files.resolve(input.fileId);
    const timeZone = timeZoneOf(input, context.cache.read);
    const job = readingsJob(input, file);
    markInterruptedRuns(context.cache.write);
    const { id } = context.tasks.start({ kind: 'import', subject: file.name, unit: 'rows' }, async (progress) => {
      const task = new ImportTask(context, progress);
      try {
        const source = await inspectSource(file);
        if (source.kind !== 'text' || isSnapshot(source)) {
          await importSnapshot(file, source, input.onBadRows, context.cache, task);
        } else {
          await importReadings({ ...job, input: { file, source, timeZone } }, context.cache, task);
        }
      } catch (error) {
        throw task.abandon(error);
      }
    });
    return { taskId: id };
  },
};

function systemTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function requireTimeZone(timeZone: string): string {
  if (isTimeZone(timeZone)) return timeZone;
  throw new Failure('INPUT_INVALID', `"${timeZone}" is not a time zone.`, {
    remedy: 'Use an IANA name such as Europe/Berlin.',
    details: { field: 'timeZone' },
  });
}

/** The zone of times without an offset: the one asked for, else the community's, else this machine's. */
function timeZoneOf({ timeZone, communityId }: StartInput, db: ReadDb): string {
  const community = communityId === null ? null : requireCommunity(db, communityId);
  return requireTimeZone(timeZone ?? community?.time_zone ?? systemTimeZone());
}

function readingsJob(input: StartInput, file: ChosenPath): Omit<ReadingsImport, 'input'> {
  const tariff = tariffOf(input);
  if (input.simulateTrades && !tariff) {
    throw new Failure('INPUT_INVALID', 'Simulated trades need both tariffs.', {
      remedy: 'Give the grid import and the grid export price.',
      details: { field: 'gridImportPrice' },
    });
  }
  return {
    onBadRows: input.onBadRows,
    communityId: input.communityId,
    newCommunity: {
      name: input.communityName ?? communityNameOf(file),
      currency: (input.currency ?? 'EUR').toUpperCase(),
      country: input.country?.toUpperCase() ?? null,
    },
    tariff,
    simulateTrades: input.simulateTrades ?? false,
  };
}

/** Both tariffs or none: half a tariff is no base for savings. */
function tariffOf({ gridImportPrice, gridExportPrice }: StartInput): Tariff | null {
  if (gridImportPrice == null && gridExportPrice == null) return null;
  if (gridImportPrice == null || gridExportPrice == null) {
    throw new Failure('INPUT_INVALID', 'Only one of the two tariffs is given.', {
      remedy: 'Give the grid import and the grid export price, or neither.',
      details: { field: gridImportPrice == null ? 'gridImportPrice' : 'gridExportPrice' },
    });
  }
  return { retail: gridImportPrice, feedIn: gridExportPrice };
}
