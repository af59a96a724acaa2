import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow, FileFilter } from 'electron';
import { ulid } from 'ulid';
import type { NewEntry } from '#shared/audit/new-entry.ts';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { writeFailure } from '#shared/contract/write-failures.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { bytesOf } from './file-content.ts';
import { safeFileName } from './file-names.ts';
import type { MainTexts } from './texts.ts';

export interface DialogParts {
  readonly window: () => BrowserWindow | null;
  readonly texts: () => MainTexts;
  /** Lets the engine resolve the id to the path, for this use only; the page never learns the path. */
  readonly registerFile: (fileId: string, file: string, name: string, use: 'read' | 'write') => void;
}

/** Lets the person choose a file; null when they closed the dialog. Throws INPUT_INVALID when it cannot be read. */
export async function chooseFile(
  { window, texts, registerFile }: DialogParts,
  purpose: ParsedInput<'files.choose'>['purpose'],
): Promise<Output<'files.choose'>> {
  const text = texts();
  const filters: Record<typeof purpose, FileFilter> = {
    import: { name: text.communityData, extensions: ['csv', 'txt', 'tsv', 'json', 'jsonl', 'gz', 'zst'] },
    boundary: { name: text.boundaries, extensions: ['geojson', 'json'] },
    'grid-factors': { name: text.gridFactors, extensions: ['csv', 'txt', 'tsv'] },
    report: { name: text.report, extensions: ['pdf'] },
  };
  const titles: Record<typeof purpose, string> = {
    import: text.chooseImport,
    boundary: text.chooseBoundary,
    'grid-factors': text.chooseGridFactors,
    report: text.chooseReport,
  };
  const parent = requireWindow(window());
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    title: titles[purpose],
    properties: ['openFile'],
    filters: [filters[purpose], { name: text.allFiles, extensions: ['*'] }],
  });
  const [file] = filePaths;
  if (canceled || file === undefined) return null;
  const name = path.basename(file);
  const about = await stat(file).catch(() => null);
  if (!about?.isFile()) {
    throw new Failure('INPUT_INVALID', `"${name}" cannot be read. Nothing was changed.`, {
      remedy: 'Choose a file that you may read.',
      details: { file: name, situation: 'file' },
    });
  }
  const fileId = ulid();
  registerFile(fileId, file, name, 'read');
  return { fileId, name, bytes: about.size };
}

/** Lets the person choose where the engine is to write a file of a type; null when they closed the dialog. */
export async function chooseTarget(
  parts: DialogParts,
  { suggestedName, type }: ParsedInput<'files.chooseTarget'>,
): Promise<Output<'files.chooseTarget'>> {
  const file = await choosePlace(parts, suggestedName, type);
  if (file === null) return null;
  const fileId = ulid();
  const name = path.basename(file);
  parts.registerFile(fileId, file, name, 'write');
  return { fileId, name };
}

/**
 * Saves what the page made where the person says, whole or not at all. The audit log knows of it before the file is there.
 * @param note writes an entry and answers its number
 */
export async function saveFile(
  parts: DialogParts,
  note: (entry: NewEntry) => Promise<number | null>,
  input: ParsedInput<'files.save'>,
): Promise<Output<'files.save'>> {
  const content = bytesOf(input.type, input.content);
  const filePath = await choosePlace(parts, input.suggestedName, input.type);
  if (filePath === null) return { saved: false };
  const about = { kind: 'export', method: 'files.save', communityId: null } as const;
  const details = {
    file: path.basename(filePath),
    type: input.type,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  const asked = await note({ ...about, outcome: 'asked', details });
  try {
    await writeFileAtomically(filePath, content, 0o644);
  } catch (error) {
    const failure = writeFailure(error, path.basename(filePath));
    await note({ ...about, outcome: 'refused', ...(asked !== null && { of: asked }), details: { code: failure.code } });
    throw failure;
  }
  return { saved: true };
}

/** Asks where to save a file of this type; null when the person closed the dialog. */
export async function choosePlace(
  { window, texts }: DialogParts,
  suggestedName: string,
  type: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(window()), {
    title: texts().save,
    defaultPath: path.join(app.getPath('downloads'), safeFileName(suggestedName, type)),
    filters: [{ name: type.toUpperCase(), extensions: [type] }],
  });
  return canceled || filePath === '' ? null : filePath;
}

/** Lets the person choose the folder for the monthly reports; null when they closed the dialog. */
export async function chooseReportFolder({ window, texts }: DialogParts): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(requireWindow(window()), {
    title: texts().chooseReportFolder,
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

function requireWindow(window: BrowserWindow | null): BrowserWindow {
  if (window) return window;
  throw new Failure('CANCELLED', 'The window was closed before the dialog could open.');
}
