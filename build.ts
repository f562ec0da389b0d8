import { existsSync, readFileSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { type PageName, pageNames, pages, staticPages } from './dashboards/pages.ts';

const dashboards = fileURLToPath(new URL('./dashboards', import.meta.url));

interface BuildOptions {
  /** Absolute; emptied first. */
  readonly outDir: string;
  /** These pages and no others. */
  readonly only?: readonly PageName[];
}

/**
 * Builds the pages. One that must open from a shared folder becomes one classic script, because under file:// a browser
 * refuses modules and anything marked crossorigin. The others are modules, which share what they have in common and load
 * the rest when they need it.
 */
export async function buildPages({ outDir, only = pageNames }: BuildOptions): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await cp(join(dashboards, 'public'), outDir, { recursive: true });
  const isStatic = (name: PageName) => staticPages.includes(name);
  const rest = only.filter((name) => !isStatic(name));
  for (const name of only.filter(isStatic)) await buildTogether([name], 'iife', outDir);
  if (rest.length > 0) await buildTogether(rest, 'es', outDir);
}

async function buildTogether(names: readonly PageName[], format: 'iife' | 'es', outDir: string) {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: dashboards,
    base: './',
    publicDir: false,
    plugins: [entries, leavingOut],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: false,
      modulePreload: false,
      // Else the one script would bring its style along and set it itself, which the pages' policy forbids.
      cssCodeSplit: format === 'es',
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, entryOf(name)])),
        output: { format },
      },
    },
  });
  const { output } = built as Rolldown.RolldownOutput;
  for (const name of names) await writeFile(join(outDir, `${name}.html`), pageHtml(name, output));
}

const entryPrefix = 'page:';
const entryOf = (name: PageName) => entryPrefix + name;

/** A page is its style and its script: what the sources say nowhere, so that Node.js can read them too. */
const entries: Plugin = {
  name: 'page-entries',
  resolveId: (id) => (id.startsWith(entryPrefix) ? `\0${id}` : null),
  load: (id) => {
    if (!id.startsWith(`\0${entryPrefix}`)) return null;
    const name = id.slice(entryPrefix.length + 1);
    const own = join(dashboards, name, `${name}.css`);
    const files = [join(dashboards, 'style', 'all.css'), ...(existsSync(own) ? [own] : [])];
    return [...files, join(dashboards, name, 'main.ts')]
      .map((file) => `import ${JSON.stringify(file)};`)
      .join('\n');
  },
};

/** Parts of the drawing library that it always brings along: ready-made colours, where ours are tokens, and projections. */
const leftOut = ['d3-scale-chromatic', 'd3-geo'] as const;

/** Leaves them out; a drawing that does use one fails with these words, in the tests of its page. */
const leavingOut: Plugin = {
  name: 'leaving-out',
  load: (id) => {
    const left = leftOut.find((name) => id.includes(`/node_modules/${name}/`) && id.endsWith('.mjs'));
    if (!left) return null;
    const exported = [...readFileSync(id, 'utf8').matchAll(/export \{([^}]*)\}/g)]
      .flatMap(([, list = '']) => list.split(','))
      .map((one) => one.trim().split(' as ').at(-1)?.trim() ?? '');
    const absent = `const absent = () => { throw new Error('${left} is left out of the pages, see build.ts'); };`;
    // The one that the library calls before it knows whether there is a map.
    const stub = (name: string) => (name === 'geoTransform' ? '(methods) => methods' : 'absent');
    const all = exported.filter(Boolean);
    return [absent, ...all.map((name) => `export const ${name} = ${stub(name)};`)].join('\n');
  },
};

type Output = Rolldown.RolldownOutput['output'];

/** The files of style that a page needs: its own and those of what it shares with others. */
function stylesOf(chunk: Rolldown.OutputChunk, output: Output, seen = new Set<string>()): string[] {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  const shared = chunk.imports.flatMap((file) => {
    const imported = output.find((one) => one.fileName === file);
    return imported?.type === 'chunk' ? stylesOf(imported, output, seen) : [];
  });
  return [...shared, ...(chunk.viteMetadata?.importedCss ?? [])];
}

function pageHtml(name: PageName, output: Output): string {
  const chunk = output.find((one) => one.type === 'chunk' && one.isEntry && one.name === name);
  if (chunk?.type !== 'chunk') throw new Error(`${name} was not built`);
  const { label, isStatic } = pages[name];
  const all = output.map(({ fileName }) => fileName).filter((file) => file.endsWith('.css'));
  const styles = [...new Set(isStatic ? all : stylesOf(chunk, output))]
    .map((file) => `    <link rel="stylesheet" href="./${file}" />\n`)
    .join('');
  const script = `<script ${isStatic ? 'defer' : 'type="module"'} src="./${chunk.fileName}"></script>`;
  return `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="description" content="跨境电商产业园区统计监测：${label.zh} · ${label.en}" />
    <title>${label.zh} · 园区统计</title>
    <link rel="icon" href="./favicon.svg" />
${styles}    ${script}
  </head>
  <body>
    <noscript>
      <p class="noscript">
        本页需要启用 JavaScript 才能显示统计图表。<span lang="en">This page needs JavaScript to draw its figures.</span>
      </p>
      <ul class="noscript">
        <li><a href="./api/v1/reports/latest.html">最新月报</a> · <a href="./api/v1/reports/latest.html?lang=en" lang="en">The latest monthly report</a></li>
        <li><a href="./api/v1/series?indicator=trade_value&amp;mode=*&amp;last=24&amp;format=csv&amp;bom=true">近24个月进出口额 CSV <span lang="en">Trade value of 24 months</span></a></li>
      </ul>
    </noscript>
    <div id="page" aria-busy="true"></div>
    <p id="announcement" class="unseen" role="status"></p>
  </body>
</html>
`;
}

if (argv[1] === fileURLToPath(import.meta.url)) await buildPages({ outDir: join(dashboards, 'dist') });
