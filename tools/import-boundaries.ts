import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync } from 'vite';

/** One source file: its path from the repository's root with forward slashes, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** One import or re-export of a module. */
interface Import {
  specifier: string;
  /** Imported names; `*` and `default` stand for themselves. Type-only names are left out. */
  names: string[];
  typeOnly: boolean;
  line: number;
}

interface Area {
  /** Where the area's files are; the longest matching folder decides to which area a file belongs. */
  folder: string;
  /** Areas it may import besides itself. */
  areas: string[];
  /** Packages it may import; without the list, any. */
  packages?: string[];
  node: boolean;
  electron: boolean;
}

/** Who may import whom (ARCHITECTURE.md section 2); main is split where its parts follow different rules. */
const areas: Record<string, Area> = {
  shared: {
    folder: 'src/shared/',
    areas: [],
    packages: ['zod', 'suncalc', 'h3-js', 'canonicalize'],
    node: false,
    electron: false,
  },
  renderer: { folder: 'src/renderer/', areas: ['shared'], node: false, electron: false },
  preload: { folder: 'src/preload/', areas: ['shared'], packages: ['electron', 'zod'], node: false, electron: true },
  main: { folder: 'src/main/', areas: ['shared', 'keystore', 'engine-host'], node: true, electron: true },
  keystore: { folder: 'src/main/keystore/', areas: ['shared', 'main'], node: true, electron: true },
  'engine-host': {
    folder: 'src/main/engine-host/',
    areas: ['shared', 'main', 'keystore', 'engine'],
    node: true,
    electron: true,
  },
  engine: { folder: 'src/main/engine/', areas: ['shared'], node: true, electron: false },
  cli: { folder: 'src/cli/', areas: ['shared', 'engine', 'keystore'], node: true, electron: false },
  hub: { folder: 'src/hub/', areas: ['shared'], node: true, electron: false },
};

/** The `imports` of package.json. */
const subpaths: [prefix: string, folder: string][] = [
  ['#shared/', 'src/shared/'],
  ['#engine/', 'src/main/engine/'],
  ['#main/', 'src/main/'],
  ['#renderer/', 'src/renderer/'],
  ['#cli/', 'src/cli/'],
  ['#hub/', 'src/hub/'],
  ['#tools/', 'tools/'],
];

/** Programs that run where there is no Electron: nothing they load may import it, however far down. */
const programsWithoutElectron = ['src/cli/index.ts', 'src/hub/index.ts', 'src/main/engine/index.ts'];
const workersFolder = 'src/main/engine/workers/';

/** Every breach of the import rules in the given sources, one sentence each, in the order of the files. */
export function findBoundaryBreaches(files: SourceFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const direct = [...imports].flatMap(([file, list]) => list.flatMap((entry) => breachesOf(file, entry)));
  const programs = [...imports.keys()].filter(
    (file) => programsWithoutElectron.includes(file) || file.startsWith(workersFolder),
  );
  return [...direct, ...programs.flatMap((program) => electronReachedFrom(program, imports))];
}

function breachesOf(file: string, entry: Import): string[] {
  const area = areaOf(file);
  if (area === undefined) return [];
  const [name, rules] = area;
  const place = `${file}:${entry.line}`;
  const target = resolveImport(file, entry.specifier);
  if (target !== undefined) return targetBreach(place, name, rules, target, entry.specifier);
  if (isBuiltin(entry.specifier)) {
    return rules.node ? [] : [`${place} imports ${entry.specifier}: ${name} runs without Node.`];
  }
  const packageName = packageOf(entry.specifier);
  if (packageName === 'electron') return electronBreaches(place, name, rules, file, entry);
  if (rules.packages !== undefined && !rules.packages.includes(packageName)) {
    return [`${place} imports ${packageName}: ${name} may import only the packages ${rules.packages.join(', ')}.`];
  }
  return [];
}

function targetBreach(place: string, name: string, rules: Area, target: string, specifier: string): string[] {
  const targetArea = areaOf(target)?.[0];
  if (targetArea === name || (targetArea !== undefined && rules.areas.includes(targetArea))) return [];
  // Data beside the sources, such as the locales and the version, belongs to everybody.
  if (target.startsWith('resources/') || target === 'package.json') return [];
  const allowed = rules.areas.length > 0 ? `itself and ${rules.areas.join(', ')}` : 'itself';
  return [`${place} imports ${specifier}: ${name} may import only ${allowed}.`];
}

function electronBreaches(place: string, name: string, rules: Area, file: string, entry: Import): string[] {
  if (!rules.electron) return [`${place} imports electron: ${name} runs without Electron.`];
  if (entry.names.includes('*') || entry.names.includes('default')) {
    return [`${place} imports electron as a whole: name what is used, so that it can be checked.`];
  }
  if (entry.names.includes('ipcMain') && !file.startsWith('src/main/bridge/')) {
    return [`${place} imports ipcMain: only src/main/bridge may register IPC channels.`];
  }
  return [];
}

/** Follows the imports that remain at run time from a program and reports the first way on which it meets Electron. */
function electronReachedFrom(program: string, imports: Map<string, Import[]>): string[] {
  const waysTo = new Map<string, string[]>([[program, [program]]]);
  for (const [file, way] of waysTo) {
    for (const entry of imports.get(file) ?? []) {
      if (entry.typeOnly) continue;
      if (packageOf(entry.specifier) === 'electron') {
        return [`${program} runs without Electron but loads it: ${[...way, 'electron'].join(' -> ')}.`];
      }
      const target = resolveImport(file, entry.specifier);
      // A Map's iteration also visits what is added while it runs.
      if (target !== undefined && !waysTo.has(target)) waysTo.set(target, [...way, target]);
    }
  }
  return [];
}

function areaOf(file: string): [name: string, area: Area] | undefined {
  const matching = Object.entries(areas).filter(([, area]) => file.startsWith(area.folder));
  return matching.toSorted(([, a], [, b]) => b.folder.length - a.folder.length)[0];
}

/** The file that a relative or `#` specifier names, from the repository's root; undefined for packages. */
function resolveImport(file: string, specifier: string): string | undefined {
  const plain = specifier.split('?')[0] ?? specifier;
  if (plain.startsWith('.')) return path.posix.join(path.posix.dirname(file), plain);
  const subpath = subpaths.find(([prefix]) => plain.startsWith(prefix));
  return subpath === undefined ? undefined : subpath[1] + plain.slice(subpath[0].length);
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function importsOf(file: SourceFile): Import[] {
  const { module, errors } = parseSync(file.path, file.text);
  if (errors[0] !== undefined) throw new Error(`${file.path} cannot be parsed: ${errors[0].message}`);
  const line = (offset: number): number => file.text.slice(0, offset).split('\n').length;
  const imported = module.staticImports.map((statement) => ({
    specifier: statement.moduleRequest.value,
    names: statement.entries.filter((entry) => !entry.isType).map((entry) => nameOf(entry.importName)),
    typeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
    line: line(statement.start),
  }));
  const exported = module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) =>
      entry.moduleRequest == null
        ? []
        : [
            {
              specifier: entry.moduleRequest.value,
              names: entry.isType ? [] : [nameOf(entry.importName)],
              typeOnly: entry.isType,
              line: line(statement.start),
            },
          ],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^['"`](.+)['"`]$/.exec(file.text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[1] === undefined
      ? []
      : [{ specifier: literal[1], names: ['*'], typeOnly: false, line: line(start) }];
  });
  return [...imported, ...exported, ...dynamic];
}

function nameOf(name: { kind: string; name?: string | null }): string {
  if (name.kind === 'Name') return name.name ?? '';
  return name.kind === 'Default' ? 'default' : '*';
}
