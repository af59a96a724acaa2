import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

interface ProfileFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Every file below a profile folder, with its content as it is on the disk. */
async function filesOf(profile: string): Promise<ProfileFile[]> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const read = names.map(async (name): Promise<ProfileFile | null> => {
    // Chromium takes files of its own away at any time.
    const content = await readFile(name).catch(() => null);
    return content && { name: path.relative(profile, name), content };
  });
  return (await Promise.all(read)).filter((file) => file !== null);
}

/** The names of the files that hold one of the secrets, in any of the ways in which it could have been written down. */
export async function filesThatHold(profile: string, secrets: readonly (string | Uint8Array)[]): Promise<string[]> {
  const forms = secrets.flatMap(formsOf);
  const files = await filesOf(profile);
  return files.filter(({ content }) => forms.some((form) => content.includes(form))).map(({ name }) => name);
}

function formsOf(secret: string | Uint8Array): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('base64')];
  const wide = typeof secret === 'string' ? [Buffer.from(secret, 'utf16le')] : [];
  return [bytes, ...wide, ...texts.map((text) => Buffer.from(text))];
}
