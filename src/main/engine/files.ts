import { Failure } from '#shared/contract/errors.ts';

/** A file that the person chose in main's dialog (or named on the command line). */
export interface ChosenPath {
  readonly path: string;
  readonly name: string;
}

/** The paths behind the file ids that the page knows; main registers them, nobody else can. */
export class ChosenFiles {
  readonly #paths = new Map<string, ChosenPath>();

  register(fileId: string, chosen: ChosenPath): void {
    this.#paths.set(fileId, chosen);
  }

  /** Throws INPUT_INVALID for an id that no dialog of this run gave out. */
  resolve(fileId: string): ChosenPath {
    const chosen = this.#paths.get(fileId);
    if (!chosen) {
      throw new Failure('INPUT_INVALID', 'This file is no longer known to the console.', {
        remedy: 'Choose the file again.',
      });
    }
    return chosen;
  }
}
