import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { type DocumentKind, documentKinds, type DocumentVersion } from '#shared/contract/documents.ts';
import { Failure } from '#shared/contract/errors.ts';
import { localDay, startOfLocalDay } from '#shared/domain/slots.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { sha256 } from '../market/sha256.ts';

interface DocumentRow extends Omit<DocumentVersion, 'characters' | 'isInForce'> {
  readonly text: string;
}

const columns = `kind, version, title, language, text, valid_from AS validFrom, created_at AS createdAt, sha256`;

/**
 * Every version of the documents of the community with this wire id, by kind and newest first; of one kind where it is said.
 * @param now epoch ms: which version is in force is told as of then
 */
export function documentVersions(
  db: ReadDb,
  communityUid: string,
  now: number,
  kind?: DocumentKind,
): DocumentVersion[] {
  return versionRows(db, communityUid, kind).map((row, _at, all) => versionOf(row, inForce(all, row.kind, now)));
}

/** As `documentVersions`, those whose title or text holds `text`, whatever its case. */
export function documentsWith(db: ReadDb, communityUid: string, now: number, text: string): DocumentVersion[] {
  const all = versionRows(db, communityUid);
  const wanted = text.trim().toLowerCase();
  return all
    .filter((row) => `${row.title}\n${row.text}`.toLowerCase().includes(wanted))
    .map((row) => versionOf(row, inForce(all, row.kind, now)));
}

/** A version with its text. Throws INPUT_INVALID when there is none. */
export function documentVersion(
  db: ReadDb,
  communityUid: string,
  { kind, version }: Pick<DocumentVersion, 'kind' | 'version'>,
  now: number,
): Output<'documents.get'> {
  const all = versionRows(db, communityUid, kind);
  const row = all.find((one) => one.version === version);
  if (!row) {
    throw new Failure('INPUT_INVALID', 'There is no such version of this document.', {
      remedy: 'Choose a version from the list.',
    });
  }
  return { ...versionOf(row, inForce(all, kind, now)), text: row.text };
}

/**
 * Adds the next version of a document. Line ends become those of Unix and trailing blank space goes, so that a text that was only carried
 * through another program is not taken for a new one.
 * @param now epoch ms
 * @returns the number of the version
 * @throws Failure INPUT_INVALID when it says what the version before says
 */
export function saveDocument(
  db: WriteDb,
  community: CommunityRow,
  input: Pick<ParsedInput<'documents.save'>, 'kind' | 'title' | 'language' | 'text' | 'validFrom'>,
  now: number,
): number {
  const text = input.text.replaceAll(/\r\n?/g, '\n').trimEnd();
  const hash = Buffer.from(sha256(text)).toString('hex');
  return db.transaction(() => {
    const last = versionRows(db, community.uid, input.kind).at(0);
    if (last?.sha256 === hash && last.language === input.language) {
      throw new Failure('INPUT_INVALID', `This is the text of version ${last.version}, which is kept already.`, {
        remedy: 'Change the text, or leave the document as it is. Nothing was lost.',
      });
    }
    const version = (last?.version ?? 0) + 1;
    const validFrom = startOfLocalDay(localDay(input.validFrom, community.time_zone), community.time_zone);
    db.run(
      `INSERT INTO community_document (community_uid, kind, version, title, language, text, valid_from, created_at, sha256)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [community.uid, input.kind, version, input.title, input.language, text, validFrom, now, hash],
    );
    return version;
  });
}

function versionRows(db: ReadDb, communityUid: string, kind?: DocumentKind): DocumentRow[] {
  const rows = db.all<DocumentRow>(
    `SELECT ${columns} FROM community_document WHERE community_uid = ? ORDER BY version DESC`,
    [communityUid],
  );
  return documentKinds
    .filter((one) => kind === undefined || one === kind)
    .flatMap((one) => rows.filter((row) => row.kind === one));
}

/** The highest version of a kind whose day has come; rows are newest first. */
function inForce(rows: readonly DocumentRow[], kind: DocumentKind, now: number): number | undefined {
  return rows.find((row) => row.kind === kind && row.validFrom <= now)?.version;
}

function versionOf({ text, ...row }: DocumentRow, inForceNow: number | undefined): DocumentVersion {
  return { ...row, characters: text.length, isInForce: row.version === inForceNow };
}
