import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { renderPictures } from '#tools/icons/render-icons.ts';
import { repositoryRoot } from '#tools/paths.ts';

// The containers of Windows and macOS take seconds: for them the checksums of their sources stand.
it('the icons in the repository are those of their SVG sources', async () => {
  for (const [name, rendered] of await renderPictures()) {
    const kept = await readFile(path.join(repositoryRoot, name));
    expect(kept.equals(rendered), `${name} is outdated: npm run icons`).toBe(true);
  }
});
