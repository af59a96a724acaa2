import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { BICUBIC, createICNS, createICO } from 'png2icons';
import { repositoryRoot } from '../paths.ts';

const folder = 'resources/icons';

/** What desktops on Linux ask for, px. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/** The largest picture in an `.icns`, and what the smaller ones of `.icns` and `.ico` are made from, px. */
const largest = 1024;

/** The margin that icons of programs have on macOS, as a part of the picture's side. */
const macMargin = 100 / 1024;

/**
 * Every icon that the packages need, rendered from its SVG source. The containers of Windows and macOS take seconds.
 * @returns content by the file's name relative to the repository's root
 */
export async function renderIcons(): Promise<Map<string, Buffer>> {
  const program = await readSource('icon.svg');
  const snapshot = await readSource('snapshot.svg');
  return new Map([
    ...(await renderPictures()),
    [`${folder}/icon.ico`, ico(program)],
    [`${folder}/icon.icns`, icns(withMargin(program))],
    [`${folder}/snapshot.ico`, ico(snapshot)],
    [`${folder}/snapshot.icns`, icns(snapshot)],
  ]);
}

/** Those that are quickly made: the pictures for Linux, and the checksums of the sources that everything was made from. */
export async function renderPictures(): Promise<Map<string, Buffer>> {
  const program = await readSource('icon.svg');
  const sums = ['icon.svg', 'snapshot.svg'].map(async (name) => {
    const hash = createHash('sha256').update(await readSource(name));
    return `${hash.digest('hex')}  ${name}\n`;
  });
  return new Map([
    ...linuxSizes.map((size): [string, Buffer] => [`${folder}/linux/${size}x${size}.png`, render(program, size)]),
    [`${folder}/SHA256SUMS`, Buffer.from((await Promise.all(sums)).join(''))],
  ]);
}

async function readSource(name: string): Promise<string> {
  return await readFile(path.join(repositoryRoot, folder, name), 'utf8');
}

/** @param size the side of the square picture, px */
function render(svg: string, size: number): Buffer {
  return new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }).render().asPng();
}

function withMargin(svg: string): string {
  const side = 32 / (1 - 2 * macMargin);
  const start = (32 - side) / 2;
  return svg.replace('viewBox="0 0 32 32"', `viewBox="${start} ${start} ${side} ${side}"`);
}

function ico(svg: string): Buffer {
  // Small pictures as bitmaps, large ones as PNG: what every version of Windows reads from a program.
  return made(createICO(render(svg, largest), BICUBIC, 0, false, true));
}

function icns(svg: string): Buffer {
  return made(createICNS(render(svg, largest), BICUBIC, 0));
}

function made(icon: Buffer | null): Buffer {
  if (icon === null) throw new Error('An icon could not be made from its picture.');
  return icon;
}
