import { readFile } from 'node:fs/promises';
import { UsageError } from './command.ts';

/**
 * The text of a file, as UTF-8.
 * @throws UsageError naming the file
 */
export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new UsageError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${String(code)})`}`);
  }
}

/**
 * What a JSON text says; a byte order mark before it is passed over.
 * @param source what messages call the text
 * @throws UsageError naming the source
 */
export function parseJson(json: string, source: string): unknown {
  const withoutMark = json.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(withoutMark);
  } catch (error) {
    // Some programs write NaN and Infinity, which JSON does not have. As texts they are refused later, with row and field.
    const quoted = withoutMark.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    );
    try {
      return JSON.parse(quoted);
    } catch {
      const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
      throw new UsageError(`${source}: not valid JSON: ${reason}`);
    }
  }
}
