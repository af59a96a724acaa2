// `npm run scan`: looks for known weaknesses in the console's code (Electronegativity, security rules for the linter) and in the packages it
// is made of (npm audit). Ends with 1 when a finding is neither mended nor explained in tools/scan/explained.ts.
import { buildWhenNeeded } from './build.ts';
import { reportStep, runTool } from './report.ts';
import { advisoryFindings } from './scan/advisories.ts';
import { electronFindings } from './scan/electronegativity.ts';
import { explained } from './scan/explained.ts';
import { judge } from './scan/finding.ts';
import { lintFindings } from './scan/lint.ts';
import { installScanners } from './scan/scanners.ts';

await runTool(async () => {
  await buildWhenNeeded();
  const scanners = await installScanners();
  const code = [...(await electronFindings(scanners)), ...(await lintFindings(scanners))];
  const advisories = await advisoryFindings();
  const isAnswered = 'findings' in advisories;
  const findings = isAnswered ? [...code, ...advisories.findings] : code;
  const { open, stale } = judge(findings, explained);
  for (const { scanner, rule, place, detail } of open) reportStep(`${scanner}: ${rule} ${place} (${detail})`);
  for (const { rule, place } of stale) reportStep(`No longer found, take it out of the explanations: ${rule} ${place}`);
  if (!isAnswered) reportStep(`npm audit was not answered, packages were not looked up: ${advisories.unanswered}`);
  process.stdout.write(
    `${findings.length} findings, ${findings.length - open.length} explained, ${open.length} open, ${stale.length} explanations too many\n`,
  );
  return open.length + stale.length === 0 ? 0 : 1;
});
