import type { ElectronApplication } from '@playwright/test';

/** Answers the system's next dialogs for opening a file: with this one, or by closing them. */
export async function answerOpenDialog(app: ElectronApplication, file: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] };
    dialog.showOpenDialog = () => Promise.resolve(answer);
  }, file);
}

/** Answers the system's next dialogs for saving a file: with this one, or by closing them. */
export async function answerSaveDialog(app: ElectronApplication, file: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const answer = { canceled: chosen === null, filePath: chosen ?? '' };
    dialog.showSaveDialog = () => Promise.resolve(answer);
  }, file);
}
