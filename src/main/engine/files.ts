import { Failure } from '#shared/contract/errors.ts';

/** A file that the person chose in main's dialog (or named on the command line). */
export interface ChosenPath {
  readonly path: string;
  readonly name: string;
  /** What for; to read when absent. A file that was chosen to be read is never overwritten. */
  readonly use?: 'read' | 'write' | undefined;
}

/** The paths behind the file ids that the page knows; main registers them, nobody else can. */
export class ChosenFiles {
  readonly #paths = new Map<string, ChosenPath>();

  register(fileId: string, chosen: ChosenPath): void {
    this.#paths.set(fileId, chosen);
  }

  /** Throws INPUT_INVALID for an id that no dialog of this run gave out for this use. */
  resolve(fileId: string, use: 'read' | 'write' = 'read'): ChosenPath {
    const chosen = this.#paths.get(fileId);
    if (!chosen || (chosen.use ?? 'read') !== use) {
      throw new Failure('INPUT_INVALID', 'This file is no longer known to the console.', {
        remedy: 'Choose the file again.',
      });
    }
    return chosen;
  }
}
