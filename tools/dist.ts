// `npm run dist`: packs the built console for this system into `dist/`.
import { packConsole } from './packaging.ts';
import { reportStep, runTool } from './report.ts';

await runTool(async () => {
  const packed = await packConsole();
  reportStep(`Packed: ${packed.executable}`);
  return 0;
});
