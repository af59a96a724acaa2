/** The console's own texts in one language, so that a walk finds its way in each of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../paths.ts';
import type { GuideLanguage } from './guide-pictures.ts';

interface TextTree {
  readonly [key: string]: string | TextTree;
}

/** Texts by `file:key`, as the pages name them. */
export interface Texts {
  readonly language: GuideLanguage;
  /** A text without placeholders. */
  say(key: string): string;
  /** A text that begins like this one, whatever stands in its placeholders. */
  like(key: string): RegExp;
  /** A decimal number as a person of this language types it. @param number with a point */
  decimal(number: string): string;
}

/** @throws an error that names the key when a text is asked for that is not there */
export function textsOf(language: GuideLanguage): Texts {
  const say = (key: string): string => {
    const [file, names] = key.split(':');
    const tree = JSON.parse(
      readFileSync(path.join(repositoryRoot, 'resources', 'locales', language, `${file}.json`), 'utf8'),
    ) as TextTree;
    const found = names
      .split('.')
      .reduce<string | TextTree | undefined>((node, name) => (typeof node === 'object' ? node[name] : undefined), tree);
    if (typeof found !== 'string') throw new Error(`There is no text ${key} in "${language}".`);
    return found;
  };
  return {
    language,
    say,
    like: (key) =>
      new RegExp(
        `^${say(key)
          .split(/\{\{.*?\}\}/)
          .map(RegExp.escape)
          .join('.+')}`,
      ),
    decimal: (number) => (language === 'de' ? number.replace('.', ',') : number),
  };
}
