/** What is asked for on the command line. */
export interface DistOrder {
  /** The targets by name; null for all of this system. */
  readonly targets: readonly string[] | null;
  readonly isRelease: boolean;
}

/** Which targets a run makes. */
export interface DistPlan {
  readonly made: readonly string[];
  /** What is left out, and why. */
  readonly leftOut: readonly { readonly target: string; readonly reason: string }[];
}

/** The program in a folder, as it runs. Every run makes it. */
export const FOLDER = 'dir';
/** The folder as one file, made with what every Linux has. */
export const TARBALL = 'tar.gz';

/**
 * Reads `npm run dist [-- TARGET...] [--dir] [--release]`.
 * @param known the targets of this system in `electron-builder.yml`
 * @throws an error that lists the targets when one is not among them
 */
export function readDistOrder(args: readonly string[], known: readonly string[]): DistOrder {
  const names = args.filter((argument) => argument !== '--release').map((name) => (name === '--dir' ? FOLDER : name));
  const possible = [FOLDER, ...known];
  const unknown = names.find((name) => !possible.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no target "${unknown}" for this system; there are ${possible.join(', ')}.`);
  }
  return { targets: names.length === 0 ? null : [...new Set(names)], isRelease: args.includes('--release') };
}

/**
 * Decides which targets are made.
 * @param toolsProblem why electron-builder cannot fetch the tools that most targets need; null when it can
 */
export function planTargets({ targets }: DistOrder, known: readonly string[], toolsProblem: string | null): DistPlan {
  const asked = targets ?? known;
  const isPossible = (target: string): boolean => toolsProblem === null || target === FOLDER || target === TARBALL;
  return {
    made: asked.filter(isPossible),
    leftOut: asked
      .filter((target) => !isPossible(target))
      .map((target) => ({ target, reason: `needs a tool that electron-builder fetches, and ${toolsProblem}` })),
  };
}

/** Whether a run has done what it was asked for. Without names it is asked for what can be made here; a release for everything. */
export function isFulfilled({ targets, isRelease }: DistOrder, { leftOut }: DistPlan): boolean {
  return leftOut.length === 0 || (targets === null && !isRelease);
}
