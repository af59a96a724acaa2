// `npm run icons`: makes the icons of the program and of its files from `resources/icons/*.svg`. They are kept in the repository.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderIcons } from './icons/render-icons.ts';
import { repositoryRoot } from './paths.ts';
import { reportStep, runTool } from './report.ts';

await runTool(async () => {
  for (const [name, content] of await renderIcons()) {
    const file = path.join(repositoryRoot, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    reportStep(`${name}, ${content.length.toLocaleString('en')} bytes`);
  }
  return 0;
});
