// `npm run dist`: packs the built console for this system into `dist/`, as docs/packaging.md tells.
//
//   npm run dist                          every target of this system that can be made here
//   npm run dist -- deb tar.gz            only these; exits with 1 when one of them cannot be made
//   npm run dist -- --dir                 only the folder with the program
//   npm run dist -- --release             everything, and only when it may go out as a release
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { resolveElectron } from './electron-runtime/index.ts';
import { packConsole, readPackaging, targetsOf } from './packaging.ts';
import { partsOf } from './packaging/contents.ts';
import { distReport } from './packaging/dist-report.ts';
import { releaseRefusals } from './packaging/release-refusals.ts';
import { signingFor } from './packaging/signing.ts';
import type { Signing } from './packaging/signing.ts';
import { describeArtifacts, writeSums } from './packaging/sums.ts';
import { isFulfilled, planTargets, readDistOrder } from './packaging/targets.ts';
import { repositoryRoot } from './paths.ts';
import { reachProblem } from './reach.ts';
import { reportStep, runTool } from './report.ts';
import { updateSource } from './update-source.ts';

const output = path.join(repositoryRoot, 'dist');

await runTool(async () => {
  const known = targetsOf(await readPackaging(), process.platform).map(({ target }) => target);
  const order = readDistOrder(process.argv.slice(2), known);
  const signing = signingFor(process.platform, process.env);
  const { url, publicKey } = updateSource(repositoryRoot, process.env);
  const hasUpdates = url !== '' && publicKey !== '';
  for (const statement of signing.statements) reportStep(statement);
  reportStep(
    hasUpdates
      ? `Updates come from ${url}, with a manifest that is signed.`
      : 'No updates: COMMONWATT_UPDATE_URL or the public key of the manifests is missing.',
  );
  if (order.isRelease) await refuseUnfitRelease(signing, hasUpdates);
  const plan = planTargets(order, known, await toolsProblem());
  await rm(output, { recursive: true, force: true });
  const packed = await packConsole({
    output,
    targets: plan.made,
    config: {
      ...signing.config,
      publish: hasUpdates ? { provider: 'generic', url } : null,
      forceCodeSigning: order.isRelease && process.platform !== 'linux',
    },
  });
  const artifacts = await describeArtifacts(packed.artifacts);
  await writeSums(output, artifacts);
  const parts = await partsOf(packed.folder, packed.resources);
  process.stdout.write(distReport({ folder: packed.folder, artifacts, parts, leftOut: plan.leftOut }));
  return isFulfilled(order, plan) ? 0 : 1;
});
// electron-builder ends the process by itself, as if everything had gone well.
process.exit();

/** Why the tools that electron-builder needs for most targets cannot be fetched here; null when they can. */
async function toolsProblem(): Promise<string | null> {
  const base =
    process.env['ELECTRON_BUILDER_BINARIES_MIRROR'] ??
    'https://github.com/electron-userland/electron-builder-binaries/releases/download/';
  return (await reachProblem(new URL('7zip@1.0.0/7zip-linux-x64.tar.gz', base))) ?? null;
}

async function refuseUnfitRelease(signing: Signing, hasUpdates: boolean): Promise<void> {
  const { version } = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const refusals = releaseRefusals({
    version,
    hasShippedElectron: (await resolveElectron()).source === 'electron',
    changedFiles: git('status', '--porcelain').map((line) => line.slice(3)),
    tags: git('tag', '--points-at', 'HEAD'),
    signing,
    hasUpdates,
  });
  if (refusals.length > 0) throw new Error(`This is no release:\n${refusals.map((one) => `- ${one}`).join('\n')}`);
}

function git(...args: string[]): string[] {
  const answer = execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' });
  return answer.split('\n').filter((line) => line !== '');
}
