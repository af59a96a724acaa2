import type { Signing } from './signing.ts';

/** What a release is judged by. */
export interface ReleaseFacts {
  readonly version: string;
  /** Whether the shipped Electron is packed, not the stand-in of development. */
  readonly hasShippedElectron: boolean;
  /** Files that differ from the commit, as Git lists them. */
  readonly changedFiles: readonly string[];
  /** Tags of the commit. */
  readonly tags: readonly string[];
  readonly signing: Pick<Signing, 'isSigned' | 'isNotarised'>;
  /** Whether the address that updates come from and the key that signs them are built in. */
  readonly hasUpdates: boolean;
}

const shownFiles = 3;

/** Why packages may not go out as a release: one sentence each with what to do; empty when they may. */
export function releaseRefusals(facts: ReleaseFacts): string[] {
  const { version, hasShippedElectron, changedFiles, tags, signing, hasUpdates } = facts;
  const refusals: [boolean, string][] = [
    [
      !hasShippedElectron,
      'The shipped Electron could not be downloaded, and the one that stands in for it is for tests. Pack where its download is reached.',
    ],
    [
      changedFiles.length > 0,
      `The tree differs from its commit (${namesOf(changedFiles)}). Commit or put aside what changed, so that the release can be built again.`,
    ],
    [
      !tags.includes(`v${version}`),
      `The commit has no tag v${version}. Set the version in package.json, commit, and tag that commit.`,
    ],
    [!signing.isSigned, 'The packages would not be signed. Set the variables of docs/packaging.md.'],
    [!signing.isNotarised, 'The packages would not be notarised. Set the variables of docs/packaging.md.'],
    [
      !hasUpdates,
      'The packages would never take an update. Set COMMONWATT_UPDATE_URL and COMMONWATT_UPDATE_PUBLIC_KEY (docs/updates.md).',
    ],
  ];
  return refusals.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

function namesOf(files: readonly string[]): string {
  const rest = files.length - shownFiles;
  return files.slice(0, shownFiles).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
