import { maskNumbers } from '../catalogue/cells.ts';

/** A fault as the server logs it, in lines for people: what and where, and nothing that may be a tenant's cell. */
export function faultLines(entry: string): string {
  const { time, url, err } = JSON.parse(entry) as {
    time?: number;
    url?: string;
    err?: { type?: string; message?: string; stack?: string };
  };
  const told = maskNumbers((err?.message ?? '').replace(/(['"`])[^'"`]*\1/g, '$1…$1')).slice(0, 500);
  const frames = (err?.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const when = new Date(time ?? 0).toISOString();
  return [`${when} 程序错误 fault: ${url ?? ''} ${err?.type ?? ''} ${told}`, ...frames].join('\n');
}
