import { createHash } from 'node:crypto';

/**
 * The policy of a report, which carries its style along: it runs nothing, loads nothing, and only the style that stands
 * in it, by its hash, is used. A report of years ago is served by the same rule.
 */
export function reportPolicy(content: Buffer): string {
  const text = content.toString('utf8');
  const sheets = [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style);
  const attributes = [...text.matchAll(/\sstyle="([^"]*)"/g)].map(([, style = '']) => unescaped(style));
  const hashes = [...new Set([...sheets, ...attributes].map(hashOf))];
  const style = hashes.length ? [...(attributes.length ? ["'unsafe-hashes'"] : []), ...hashes] : ["'none'"];
  return `default-src 'none'; img-src data:; style-src ${style.join(' ')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

function hashOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style, 'utf8').digest('base64')}'`;
}
