import { failed } from './pull.ts';

/** A page of CSV in its header and its rows; one with another header than the first page is another table. */
export function cutCsvPage(
  content: Buffer,
  first: Buffer | null,
  number: number,
): { readonly header: Buffer; readonly rows: Buffer } {
  const cut = headerEnd(content);
  const header = endLine(content.subarray(0, cut));
  if (first && content.length && !header.equals(first)) {
    throw failed(
      `第${number}页的表头与第1页不同，无法合并`,
      `The header of page ${number} differs from that of page 1: they cannot be joined`,
      { page: number },
    );
  }
  return { header, rows: endLine(content.subarray(cut)) };
}

/** Where the first record ends: a line break inside quotes does not end it. */
function headerEnd(content: Buffer): number {
  let quoted = false;
  for (const [at, byte] of content.entries()) {
    if (byte === 0x22) quoted = !quoted;
    if (byte === 0x0a && !quoted) return at + 1;
  }
  return content.length;
}

function endLine(lines: Buffer): Buffer {
  return lines.length === 0 || lines.at(-1) === 0x0a ? lines : Buffer.concat([lines, Buffer.from('\n')]);
}
