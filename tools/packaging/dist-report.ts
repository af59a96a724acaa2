import type { Part } from './contents.ts';
import type { Artifact } from './sums.ts';
import type { DistPlan } from './targets.ts';

/** What a run of `npm run dist` has made. */
export interface DistResult {
  readonly folder: string;
  readonly artifacts: readonly Artifact[];
  readonly parts: readonly Part[];
  readonly leftOut: DistPlan['leftOut'];
}

const MB = 1_000_000;
const sizeWidth = 8;

/** Tells in plain lines what was made, what is inside, and what was left out. */
export function distReport({ folder, artifacts, parts, leftOut }: DistResult): string {
  const inside = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = [
    `The program and what it needs: ${folder}`,
    ...parts.map(({ name, bytes }) => `  ${size(bytes)}  ${name}`),
    `  ${size(inside)}  in all`,
    '',
    ...(artifacts.length === 0 ? [] : ['Files, with their SHA-256 (also in SHA256SUMS):']),
    ...artifacts.map(({ name, bytes, sha256 }) => `  ${size(bytes)}  ${name}  ${sha256}`),
    ...leftOut.map(({ target, reason }) => `Left out: ${target} ${reason}.`),
  ];
  return `${lines.join('\n')}\n`;
}

/** In megabytes of a million bytes, as file managers and web sites give them. */
function size(bytes: number): string {
  return `${(bytes / MB).toFixed(1).padStart(sizeWidth)} MB`;
}
