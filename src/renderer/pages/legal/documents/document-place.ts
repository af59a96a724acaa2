/** Which document is read, and what it is compared with, as it stands in the address. Pure. */
import { type DocumentKind, documentKinds, type DocumentVersion } from '#shared/contract/documents.ts';
import { withEntries } from '../../../app/address-filters.ts';

export interface DocumentPlace {
  /** Looked for in titles and texts. */
  readonly search: string;
  /** Null: what is in force, the statutes first. */
  readonly open: { readonly kind: DocumentKind; readonly version: number } | null;
  /** The version that the open one is compared with; null shows its text. */
  readonly against: number | null;
}

const versionIn = (text: string | null): number | null =>
  text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;

/** What an address holds; what it does not know is left out. */
export function readPlace(params: URLSearchParams): DocumentPlace {
  const [kind = '', version = ''] = (params.get('document') ?? '').split('.');
  const known = documentKinds.find((one) => one === kind);
  const number = versionIn(version);
  return {
    search: params.get('q') ?? '',
    open: known === undefined || number === null ? null : { kind: known, version: number },
    against: versionIn(params.get('against')),
  };
}

/** `params` with the place written into it; other entries stay. */
export function writePlace(params: URLSearchParams, { search, open, against }: DocumentPlace): URLSearchParams {
  return withEntries(params, [
    ['q', search || null],
    ['document', open === null ? null : `${open.kind}.${open.version}`],
    ['against', against === null ? null : String(against)],
  ]);
}

/** The version that is open: the one of the address, else the first that is in force, else the first. */
export function openVersion(
  versions: readonly DocumentVersion[],
  { open }: DocumentPlace,
): DocumentVersion | undefined {
  const wanted = versions.find(({ kind, version }) => kind === open?.kind && version === open.version);
  return wanted ?? versions.find(({ isInForce }) => isInForce) ?? versions[0];
}
