import { isMethodName } from '../contract/contract.ts';
import { errorCodes } from '../contract/errors.ts';
import { logNames, logWords } from './log-words.ts';

/** Stands for whatever was left out. */
export const LEFT_OUT = '…';

const codes: ReadonlySet<string> = new Set(errorCodes);
const levels: ReadonlySet<string> = new Set(['error', 'warn', 'info', 'verbose', 'debug', 'silly']);
/** As electron-log begins a line. */
const HEAD = /^\[(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3})\] \[(\w+)\] +/;
/** Made by `ulid` in this century; the same random letters stand in what the person was shown as a reference. */
const CORRELATION_ID = /^0[0-9A-HJKMNP-TV-Z]{25}$/;
const LIBRARY_CODE = /^(SQLITE|ERR)(_[A-Z]+)+$/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/** Where in a script a fault was; of a path only the script's name is looked at. */
const PLACE = /^(?:.*[/\\])?([a-z-]+)\.(?:js|cjs|mjs|ts):(\d{1,7}):(\d{1,7})$/;
/** Digits in a row that tell nobody apart. A telephone number has more, a process id seldom. */
const MAX_DIGITS = 6;
/** Longer ones are no word. */
const LONGEST_TOKEN = 200;
/** Characters of a line that are looked at: no sentence of the console is longer. */
const LONGEST_LINE = 2_000;

/**
 * Lines of the log without anything that could be about a person, a place or a secret: names, addresses, paths, hosts, ids of members and
 * trades, keys. Only words of a closed list, short numbers, codes, names of methods and correlation ids come through; it does not have to
 * know what it must keep back.
 */
export function scrubLog(lines: readonly string[]): string[] {
  return lines.map(scrubLine);
}

function scrubLine(line: string): string {
  const [head = '', time, level = ''] = HEAD.exec(line) ?? [];
  const text = scrubText(line.slice(head.length, head.length + LONGEST_LINE));
  return time === undefined ? text : `[${time}] [${levels.has(level) ? level : LEFT_OUT}] ${text}`;
}

function scrubText(text: string): string {
  const kept: string[] = [];
  let isSentenceStart = true;
  for (const token of withoutLongNumbers(text.split(/\s+/).filter((one) => one !== ''))) {
    const scrubbed = token.length > LONGEST_TOKEN ? LEFT_OUT : scrubToken(token, isSentenceStart);
    isSentenceStart = /[.:]$/.test(token);
    if (scrubbed !== LEFT_OUT || kept.at(-1) !== LEFT_OUT) kept.push(scrubbed);
  }
  return kept.join(' ');
}

/** Numbers that stand side by side are one: of an account, a meter, a telephone. */
function withoutLongNumbers(tokens: readonly string[]): string[] {
  const isNumber = (token: string | undefined): boolean => token !== undefined && /^\W*\d[\d\W]*$/.test(token);
  return tokens.map((token, at) => {
    if (!isNumber(token)) return token;
    let [first, last] = [at, at];
    while (isNumber(tokens[first - 1])) first -= 1;
    while (isNumber(tokens[last + 1])) last += 1;
    const digits = tokens
      .slice(first, last + 1)
      .join('')
      .replaceAll(/\D/g, '');
    return digits.length > MAX_DIGITS ? LEFT_OUT : token;
  });
}

/** A token without the marks around it, and with them again when it may stay. */
function scrubToken(token: string, isSentenceStart: boolean): string {
  const [, before, core, after] = /^([("'`[{<]*)(.*?)([)"'`\]}>,;:.!?…]*)$/.exec(token) ?? ['', '', token, ''];
  if (core === '') return /^[\p{P}\p{S}]*$/u.test(token) ? token : LEFT_OUT;
  const place = PLACE.exec(core);
  if (place)
    return `${before}${mayStay(place[1], false) ? `${place[1]}.js` : LEFT_OUT}:${place[2]}:${place[3]}${after}`;
  return mayStay(core, isSentenceStart) ? token : LEFT_OUT;
}

function mayStay(core: string, isSentenceStart: boolean): boolean {
  if (isKnown(core) || (isSentenceStart && isKnown(lowerFirst(core)))) return true;
  // `wal_checkpoint`, `main/index`, `count=3`: known words that something joins.
  const parts = core.split(/[-_/=+:]/);
  return parts.length > 1 && parts.length <= 6 && parts.every((part) => part !== '' && isKnown(part));
}

function isKnown(core: string): boolean {
  if (NUMBER.test(core)) return core.replaceAll(/\D/g, '').length <= MAX_DIGITS;
  return (
    logWords.has(core) ||
    logNames.has(core) ||
    codes.has(core) ||
    isMethodName(core) ||
    LIBRARY_CODE.test(core) ||
    CORRELATION_ID.test(core) ||
    core === 'ms' ||
    core === 'MB'
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
