import type { Output } from '#shared/contract/contract.ts';
import type { DiagnosticCheck } from '#shared/contract/diagnostics.ts';
import { failureOf } from '#shared/contract/dispatch.ts';
import type { Preferences } from '#shared/contract/preferences.ts';
import type { SessionState } from '#shared/contract/session.ts';
import { supportBundle } from '#shared/diagnostics/support-bundle.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import { logTail } from './log-tail.ts';

const LOG_LINES = 300;

export interface SupportBundleParts {
  readonly runtime: () => readonly DiagnosticCheck[];
  readonly askEngine: AskEngine;
  readonly session: () => SessionState;
  readonly preferences: () => Preferences;
  readonly logFolder: string;
}

/** The support bundle as the person will save it, word for word. */
export class SupportBundle {
  readonly #parts: SupportBundleParts;

  constructor(parts: SupportBundleParts) {
    this.#parts = parts;
  }

  /** Answered also while nothing is open, or the engine does not answer: that is when somebody needs it. */
  async make(): Promise<Output<'diagnostics.bundle'>> {
    const { runtime, askEngine, logFolder } = this.#parts;
    const engine = await askEngine('diagnostics.checks', {}).then(
      ({ checks }) => checks,
      (error: unknown) => failureOf(error).code,
    );
    const log = await logTail(logFolder, LOG_LINES);
    return { text: supportBundle({ at: Date.now(), runtime: runtime(), engine, settings: this.#settings(), log }) };
  }

  #settings(): Record<string, string | number | boolean> {
    const { state, protection, keychain } = this.#parts.session();
    const { language, colourScheme, autoLockMinutes, views } = this.#parts.preferences();
    return {
      session: state,
      passphrase: protection.passphrase,
      keychain: protection.keychain,
      keychainBackend: keychain.backend,
      language,
      colourScheme,
      autoLockMinutes,
      rememberedViews: Object.keys(views).length,
    };
  }
}
