import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../paths.ts';
import type { Finding } from './finding.ts';

const plugins = ['eslint-plugin-security', 'eslint-plugin-no-unsanitized', 'eslint-plugin-redos'];

/** Patterns that are dangerous wherever they stand. Left out of the plugin "security": what a language with types makes pointless. */
const rules = {
  'eslint/no-eval': 'error',
  'eslint/no-implied-eval': 'error',
  'eslint/no-new-func': 'error',
  'eslint/no-script-url': 'error',
  'react/no-danger': 'error',
  'react/jsx-no-script-url': 'error',
  'react/jsx-no-target-blank': 'error',
  'react/iframe-missing-sandbox': 'error',
  'no-unsanitized/method': 'error',
  'no-unsanitized/property': 'error',
  'security/detect-bidi-characters': 'error',
  'security/detect-child-process': 'error',
  'security/detect-eval-with-expression': 'error',
  'security/detect-non-literal-regexp': 'error',
  'security/detect-non-literal-require': 'error',
  'security/detect-possible-timing-attacks': 'error',
  'security/detect-pseudoRandomBytes': 'error',
  'redos/no-vulnerable': ['error', { timeout: 10_000 }],
};

/**
 * The dangerous patterns in `src`, whatever the usual lint leaves to be suppressed.
 * @throws an error when the linter does not run
 */
export async function lintFindings(scanners: string): Promise<Finding[]> {
  const config = path.join(scanners, 'oxlint.json');
  await writeFile(
    config,
    JSON.stringify({
      plugins: ['eslint', 'react'],
      categories: { correctness: 'off' },
      jsPlugins: plugins.map((plugin) => path.join(scanners, 'node_modules', plugin)),
      rules,
    }),
  );
  const oxlint = path.join(repositoryRoot, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [oxlint, '--config', config, '--format', 'json', 'src'],
      { cwd: repositoryRoot, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        // It ends with 1 when it has found something.
        if (stdout.startsWith('{')) resolve(stdout);
        else reject(new Error(`The linter did not run: ${stderr || stdout || error?.message}`));
      },
    );
  });
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { code?: string; message: string; filename: string; labels: { span: { line: number } }[] }[];
  };
  return diagnostics.map(({ code = 'unknown', message, filename, labels }) => ({
    scanner: 'lint',
    rule: code.replace(/^(.*)\((.*)\)$/, '$1/$2'),
    place: filename,
    detail: `line ${labels[0]?.span.line ?? '?'}: ${message}`,
  }));
}
