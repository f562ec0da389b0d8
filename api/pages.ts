import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import compress from '@fastify/compress';
import serveFiles from '@fastify/static';
import type { Server } from './server.ts';

const notBuilt = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>园区统计 parkstat</title>
<p>页面尚未构建。请运行 <code>npm run build</code> 后重新启动。接口说明：<a href="openapi.json">openapi.json</a></p>
<p lang="en">The pages are not built. Run <code>npm run build</code> and start again. The API: <a href="openapi.json">openapi.json</a></p>
</html>
`;

/** The built dashboards at the root, or a page that says how to build them. */
export async function pages(server: Server, siteDir: string | null): Promise<void> {
  if (siteDir === null || !existsSync(join(siteDir, 'index.html'))) {
    server.get('/', { config: { access: 'anyone' }, schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(notBuilt),
    );
    return;
  }
  // The files of the pages hold no data: what they show, they ask the API for.
  server.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'anyone' };
  });
  await server.register(compress, { encodings: ['br', 'gzip'] });
  await server.register(serveFiles, {
    root: siteDir,
    index: ['index.html'],
    list: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Vite names what it puts into `assets` by its content. */
function isHashed(path: string): boolean {
  return basename(dirname(path)) === 'assets' && /-[\w-]{8,}\.\w+$/.test(basename(path));
}
