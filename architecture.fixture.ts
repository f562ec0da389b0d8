import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** The sources of the tree as values, and the rules that hold between them. A finding is one line: file, line, rule. */
export interface Import {
  readonly kind: 'file' | 'package' | 'node';
  /** The file's path in the tree, the package's name, or `node:…`. */
  readonly of: string;
  readonly line: number;
  readonly typesOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly room: string;
  /** A test or what only tests import. */
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  /** Every text literal. */
  readonly literals: ReadonlySet<string>;
  readonly nodes: readonly Place[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

interface Place {
  readonly node: Node;
  readonly parent: Node | undefined;
  readonly key: string;
  readonly line: number;
}

export const repository = fileURLToPath(new URL('.', import.meta.url));
const notOurs = new Set(['node_modules', 'data', 'dist']);

/** Paths of the tree's files from its root, in order; what is installed, built or hidden is left out. */
export function listFiles(folder = ''): string[] {
  return readdirSync(repository + folder, { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name) && !name.startsWith('.'))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    })
    .sort();
}

export function readText(path: string): string {
  return readFileSync(repository + path, 'utf8');
}

export function source(path: string, text = readText(path)): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length) throw new Error(`${path}: ${errors[0]?.message}`);
  const nodes = [...places(program, text)];
  return {
    path,
    room: path.includes('/') ? (path.split('/')[0] as string) : '',
    isTest: isTestFile(path),
    imports: nodes.flatMap((place) => importsOf(place, path)),
    literals: new Set(nodes.map(({ node }) => node.value).filter((value) => typeof value === 'string')),
    nodes,
  };
}

function* places(value: unknown, text: string, parent?: Node, key = ''): Generator<Place> {
  if (Array.isArray(value)) for (const one of value) yield* places(one, text, parent, key);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  const node = value as Node;
  if (typeof node.type !== 'string') return;
  yield { node, parent, key, line: text.slice(0, node.start).split('\n').length };
  for (const [name, child] of Object.entries(node)) yield* places(child, text, node, name);
}

function importsOf({ node, line }: Place, path: string): Import[] {
  const from = node.source as Node | null | undefined;
  if (!/^(Import|Export(Named|All))Declaration$|^(ImportExpression|TSImportType)$/.test(node.type) || !from)
    return [];
  const specifiers = (node.specifiers ?? []) as Node[];
  const kind = (one: Node) => one.importKind ?? one.exportKind;
  const typesOnly =
    node.type === 'TSImportType' ||
    kind(node) === 'type' ||
    (specifiers.length > 0 && specifiers.every((one) => kind(one) === 'type'));
  return [{ ...target(String(from.value), path), line, typesOnly }];
}

function target(specifier: string, path: string): Pick<Import, 'kind' | 'of'> {
  if (specifier.startsWith('.')) return { kind: 'file', of: posix.join(posix.dirname(path), specifier) };
  if (specifier.startsWith('node:')) return { kind: 'node', of: specifier };
  return { kind: 'package', of: specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') };
}

/** What a room may import besides itself: paths, or beginnings of paths that end in `/`. */
export interface Room {
  readonly imports: readonly string[];
  /** Of these only types. */
  readonly types?: readonly string[];
  readonly tests?: readonly string[];
}

const isTestFile = (path: string) => /\.(test|fixture)\.ts$/.test(path);
const covers = (allowed: readonly string[], path: string) =>
  allowed.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one));

/** Imports that point the wrong way between rooms, or from production into tests. */
export function directionFindings(
  sources: readonly Source[],
  rooms: Readonly<Record<string, Room>>,
  allTests: readonly string[],
): string[] {
  return sources.flatMap(({ path, room, isTest, imports }) => {
    const rule = rooms[room];
    if (room === '') return [];
    if (!rule) return [`${path}: "${room}" is no room of DESIGN §3`];
    const values = [`${room}/`, ...rule.imports, ...(isTest ? [...allTests, ...(rule.tests ?? [])] : [])];
    return imports
      .filter(({ kind }) => kind === 'file')
      .flatMap(({ of, line, typesOnly }) => {
        if (!isTest && isTestFile(of)) return [`${path}:${line} production imports the test file ${of}`];
        if (covers(values, of) || (typesOnly && covers(rule.types ?? [], of))) return [];
        const only = covers(rule.types ?? [], of) ? ' as anything but types' : '';
        return [`${path}:${line} ${room} must not import ${of}${only}`];
      });
  });
}

/** Imports of outside packages away from their home, homes where nobody lives, packages without one. */
export function homeFindings(
  sources: readonly Source[],
  homes: Readonly<Record<string, readonly string[]>>,
): string[] {
  const lives = ({ path, isTest }: Source, home: string) =>
    home === 'tests' ? isTest : home.endsWith('/**') ? path.startsWith(home.slice(0, -2)) : path === home;
  const all = sources
    .flatMap((from) => from.imports.map((one) => ({ from, ...one })))
    .filter(({ kind }) => kind === 'package');
  const astray = all
    .filter(({ from, of }) => !homes[of]?.some((home) => lives(from, home)))
    .map(
      ({ from, of, line }) =>
        `${from.path}:${line} ${of} lives in ${homes[of]?.join(', ') ?? 'no listed file'}`,
    );
  const empty = Object.entries(homes).flatMap(([of, places]) =>
    places
      .filter((home) => !all.some((one) => one.of === of && lives(one.from, home)))
      .map((home) => `${home} does not import ${of}`),
  );
  return [...astray, ...empty];
}

/** The time and chance, read where they must not be. */
export function clockFindings(sources: readonly Source[], clock: string): string[] {
  return sources.flatMap(({ path, room, nodes }) =>
    nodes.flatMap(({ node, line }) => {
      const read = impureRead(node);
      const allowed = read === 'Math.random' ? room === 'bench' : path === clock;
      return read && !allowed
        ? [`${path}:${line} ${read}: ${read === 'Math.random' ? 'only bench' : `only ${clock}`} may read it`]
        : [];
    }),
  );
}

function impureRead(node: Node): string | undefined {
  const callee = node.callee as Node | undefined;
  const isDate = callee?.type === 'Identifier' && callee.name === 'Date';
  if (isDate && node.type === 'CallExpression') return 'Date()';
  if (isDate && node.type === 'NewExpression' && (node.arguments as unknown[]).length === 0)
    return 'new Date()';
  if (node.type !== 'MemberExpression') return undefined;
  const [object, property] = [node.object, node.property] as [Node, Node];
  const name = `${String(object.name)}.${String(property.name ?? property.value)}`;
  return ['Date.now', 'process.hrtime', 'Temporal.Now', 'Math.random'].find((one) => one === name);
}

const surroundings = new Set(
  `process Buffer global globalThis window document navigator location localStorage sessionStorage fetch require
  console performance crypto setTimeout setInterval queueMicrotask XMLHttpRequest HTMLElement Element Node`.split(
    /\s+/,
  ),
);

/** What would tie a room to Node.js or to a browser. */
export function purityFindings(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports, nodes }) => [
    ...imports
      .filter(({ kind }) => kind === 'node')
      .map(({ of, line }) => `${path}:${line} imports ${of}, but must stay pure`),
    ...nodes.flatMap(({ node, parent, key, line }) => {
      const isName = (key === 'property' || key === 'key') && parent?.computed === false;
      const outside = node.type === 'Identifier' && !isName && surroundings.has(String(node.name));
      const isMeta = node.type === 'MetaProperty';
      return outside || isMeta
        ? [`${path}:${line} uses ${isMeta ? 'import.meta' : String(node.name)}, but must stay pure`]
        : [];
    }),
  ]);
}

/** One import cycle between production files for each file that closes one; imports of types count as well. */
export function cycleFindings(sources: readonly Source[]): string[] {
  const next = new Map(
    sources.filter(({ isTest }) => !isTest).map(({ path, imports }) => [path, imports.map(({ of }) => of)]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`import cycle: ${[...trail.slice(at), path].join(' → ')}`);
    if (at >= 0 || done.has(path)) return;
    for (const one of next.get(path) ?? []) if (next.has(one)) visit(one, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  return found;
}
