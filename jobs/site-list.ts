import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const copyName = /^\d{4}-\d{2}\.\d+(-\d+)?$/;

/** The page that leads to every copy below `site/`, newest first: it needs no script, and takes its look from the newest. */
export async function releaseList(root: string): Promise<string> {
  const names = (await readdir(root)).filter((name) => copyName.test(name)).sort(newestFirst);
  const html = await readFile(join(root, 'current', 'index.html'), 'utf8');
  const style = /href="\.\/(assets\/[^"]+\.css)"/.exec(html)?.[1] ?? '';
  const item = (name: string) => `        <li><a href="./${name}/index.html">${name}</a></li>`;
  return `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>各次发布 · 园区统计</title>
    <link rel="stylesheet" href="./current/${style}" />
  </head>
  <body>
    <main class="release-list">
      <h1>园区统计 · 各次发布 <span lang="en">Releases</span></h1>
      <p><a href="./current/index.html">最新发布 <span lang="en">Latest release</span></a></p>
      <ol>
${names.map(item).join('\n')}
      </ol>
    </main>
  </body>
</html>
`;
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}
