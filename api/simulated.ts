import { extname } from 'node:path';
import { Refusal } from '../catalogue/refusal.ts';
import { served } from './delivery-work.ts';
import type { Desk } from './desk.ts';
import { periodOrRefuse } from './parameters.ts';
import type { Reply, Server } from './server.ts';
import { allowFrame } from './submission.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** The pages and reports of a month's last simulation: officers see what readers will. */
export function simulatedRoutes(server: Server, desk: Desk | null): void {
  server.get(
    '/simulated/:period/*',
    { config: { access: 'desk' }, schema: { hide: true } },
    async ({ params }, reply) => {
      const { period, '*': path } = params as { period: string; '*': string };
      const month = periodOrRefuse('period', period);
      const content = await served(desk).simulated(month, path);
      if (!content) throw notSimulated(month, path);
      const type = types[extname(path)] ?? 'application/octet-stream';
      if (path.startsWith('reports/') && type.startsWith('text/html')) allowFrame(reply as Reply, content);
      return (reply as Reply).header('cache-control', 'no-store').type(type).send(content);
    },
  );
}

function notSimulated(period: string, path: string): Refusal {
  return new Refusal(
    'not_found',
    {
      zh: `${period}的模拟发布中没有${path}；请先模拟发布`,
      en: `There is no ${path} in a simulation of ${period}: simulate its publication first`,
    },
    { value: path },
  );
}
