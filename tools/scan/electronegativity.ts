import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { transformWithOxc } from 'vite';
import { repositoryRoot } from '../paths.ts';
import type { Finding } from './finding.ts';
import { filesBelow } from './files.ts';

const run = promisify(execFile);
const scanned = ['src/main', 'src/preload', 'src/renderer', 'src/shared', 'out/main', 'out/preload', 'out/renderer'];

/**
 * Electronegativity over what the people at a desk run: `src` without the hub and the command line, and `out`.
 *
 * Its parser is of 2021 and passes over a file that it cannot read, so that it is given every file in the JavaScript of 2019.
 * @throws an error that names the files when it could not read one
 */
export async function electronFindings(scanners: string): Promise<Finding[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-scan-'));
  try {
    const sources = new Map<string, string>();
    for (const part of scanned) {
      for (const file of await filesBelow(path.join(repositoryRoot, part))) {
        const name = path.relative(repositoryRoot, file);
        const lowered = await lower(file, name, folder);
        if (part.startsWith('src')) sources.set(lowered, name);
      }
    }
    await cp(path.join(repositoryRoot, 'package.json'), path.join(folder, 'package.json'));
    const script = path.join(scanners, 'electronegativity.cjs');
    const { stdout } = await run(process.execPath, [script, folder, scanners], { maxBuffer: 64 * 1024 * 1024 });
    const found = JSON.parse(stdout) as {
      findings: { rule: string; file: string; line: number; severity: string }[];
      unread: { file: string; message: string }[];
    };
    if (found.unread.length > 0) {
      const files = found.unread.map(({ file, message }) => `  ${path.relative(folder, file)}: ${message}`);
      throw new Error(`Electronegativity could not read:\n${files.join('\n')}`);
    }
    return found.findings.map(({ rule, file, line, severity }) => ({
      scanner: 'electronegativity',
      rule,
      place: file === 'N/A' ? '' : (sources.get(file) ?? withoutHash(file)),
      detail: `${severity}, line ${line} of the lowered file`,
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Writes a source file below `folder` at its own path, in the JavaScript of 2019; pages as they are, anything else not at all.
 * @returns the name of what it wrote
 */
async function lower(file: string, name: string, folder: string): Promise<string> {
  const kind = path.extname(file);
  if (!['.ts', '.tsx', '.js', '.cjs', '.html'].includes(kind)) return name;
  const lowered = name.replace(/\.(tsx?|cjs)$/, '.js');
  await mkdir(path.dirname(path.join(folder, lowered)), { recursive: true });
  const text = await readFile(file, 'utf8');
  const { code } =
    kind === '.html' ? { code: text } : await transformWithOxc(text, file, { target: 'es2019', sourcemap: false });
  await writeFile(path.join(folder, lowered), code);
  return lowered;
}

/** A built file's name without the hash of its content. */
function withoutHash(file: string): string {
  return file.startsWith('out') ? file.replace(/-[\w-]{8}\.js$/, '.js') : file;
}
