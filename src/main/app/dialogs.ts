import { stat } from 'node:fs/promises';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow, FileFilter } from 'electron';
import { ulid } from 'ulid';
import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { bytesOf } from './file-content.ts';
import { safeFileName } from './file-names.ts';
import type { MainTexts } from './texts.ts';
import { writeFailure } from './write-failures.ts';

export interface DialogParts {
  readonly window: () => BrowserWindow | null;
  readonly texts: () => MainTexts;
  /** Lets the engine resolve the id to the path; the page never learns the path. */
  readonly registerFile: (fileId: string, file: string, name: string) => void;
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
  };
  const parent = requireWindow(window());
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    title: purpose === 'import' ? text.chooseImport : text.chooseBoundary,
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
      details: { file: name },
    });
  }
  const fileId = ulid();
  registerFile(fileId, file, name);
  return { fileId, name, bytes: about.size };
}

/** Saves what the page made where the person says, whole or not at all. */
export async function saveFile(
  { window, texts }: DialogParts,
  input: ParsedInput<'files.save'>,
): Promise<Output<'files.save'>> {
  const content = bytesOf(input.type, input.content);
  const { canceled, filePath } = await dialog.showSaveDialog(requireWindow(window()), {
    title: texts().save,
    defaultPath: path.join(app.getPath('downloads'), safeFileName(input.suggestedName, input.type)),
    filters: [{ name: input.type.toUpperCase(), extensions: [input.type] }],
  });
  if (canceled || filePath === '') return { saved: false };
  try {
    await writeFileAtomically(filePath, content, 0o644);
  } catch (error) {
    throw writeFailure(error, path.basename(filePath));
  }
  return { saved: true };
}

function requireWindow(window: BrowserWindow | null): BrowserWindow {
  if (window) return window;
  throw new Failure('CANCELLED', 'The window was closed before the dialog could open.');
}
