import type { Explanation } from './finding.ts';

const navigation =
  'A middle click can only ask for a new window, and `setWindowOpenHandler` of every page answers "deny" (tests/e2e/security.spec.ts).';
const preload = 'One file, sandboxed, isolated, two functions over closed lists (tests/preload/bridge.test.ts).';
const openExternal =
  'The only call; the address has passed `externalUrl`: https, no credentials (tests/main/app/navigation.test.ts).';
const policy =
  'The policy is made by src/main/app/csp.ts, whose parts the scanner cannot add up (tests/main/app/csp.test.ts, tests/e2e/security.spec.ts).';
const ownPdf = 'Reads what Chromium has just written for the console; no file from outside comes here.';

/** Every finding of the scanners that is no weakness, and why. */
export const explained: readonly Explanation[] = [
  { rule: 'AUXCLICK_JS_CHECK', place: 'src/main/app/windows.ts', why: navigation },
  { rule: 'AUXCLICK_JS_CHECK', place: 'src/main/reports/report-window.ts', why: navigation },
  { rule: 'AUXCLICK_JS_CHECK', place: 'out/main/index.js', why: navigation },
  { rule: 'PRELOAD_JS_CHECK', place: 'src/main/app/windows.ts', why: preload },
  { rule: 'PRELOAD_JS_CHECK', place: 'out/main/index.js', why: preload },
  { rule: 'OPEN_EXTERNAL_JS_CHECK', place: 'src/main/app/external-links.ts', why: openExternal },
  { rule: 'OPEN_EXTERNAL_JS_CHECK', place: 'out/main/index.js', why: openExternal },
  { rule: 'CSP_GLOBAL_CHECK', place: 'src/main/app/network.ts', why: policy },
  { rule: 'CSP_GLOBAL_CHECK', place: 'out/main/index.js', why: policy },
  {
    rule: 'ELECTRON_VERSION_JSON_CHECK',
    place: 'package.json',
    why: 'Tells the version and nothing else; it is the newest stable line.',
  },
  { rule: 'redos/no-vulnerable', place: 'src/main/reports/pdf/join-parts.ts', why: ownPdf },
  { rule: 'redos/no-vulnerable', place: 'src/main/reports/pdf/read-pdf.ts', why: ownPdf },
  {
    rule: 'security/detect-non-literal-regexp',
    place: 'src/main/reports/pdf/read-pdf.ts',
    why: 'The name in it is a literal of the caller.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/main/engine/reports/chart-svg.ts',
    why: 'Reads the picture that ECharts has just drawn.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/main/engine/reports/pdf-title.ts',
    why: 'Quadratic in the length of a title, of which it sees at most 1,000 characters.',
  },
  {
    rule: 'security/detect-non-literal-regexp',
    place: 'src/main/engine/cache/backup.ts',
    why: 'The name of the cache’s own file, with every special character escaped.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/main/engine/cache/check.ts',
    why: 'Reads the statements of the console’s own schema.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/main/app/file-names.ts',
    why: 'Quadratic in what is left of a name after it was cut to 60 characters.',
  },
  { rule: 'redos/no-vulnerable', place: 'src/main/app/csp.ts', why: 'Reads the console’s own index.html.' },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/main/app/log.ts',
    why: 'Every repetition has a fixed length, so that the time grows with the line’s length alone.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/shared/diagnostics/scrub-log.ts',
    why: 'A token of more than 200 characters is left out unread.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/cli/json-file.ts',
    why: 'Quadratic in a string that is never closed, in a file that the caller of the command line wrote; it holds up that command only.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/renderer/pages/connection/connect-form.tsx',
    why: 'Checks the address that the person has just typed.',
  },
  {
    rule: 'redos/no-vulnerable',
    place: 'src/hub/live/households.ts',
    why: 'The simulated households of the reference hub; not part of the console.',
  },
  {
    rule: 'security/detect-possible-timing-attacks',
    place: 'src/main/engine/sync/access-tokens.ts',
    why: 'Compares two tokens that are both the console’s own, to see whether one was replaced meanwhile.',
  },
  {
    rule: 'security/detect-possible-timing-attacks',
    place: 'src/renderer/pages/connection/open-sign-in.tsx',
    why: 'Asks whether anything was typed.',
  },
  {
    rule: 'security/detect-possible-timing-attacks',
    place: 'src/renderer/bridge/fake/sync.ts',
    why: 'The pretended hub of component tests; not part of the console.',
  },
];
