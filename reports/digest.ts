import { statuses } from '../catalogue/status.ts';
import { isNumber, type Notice, type Report, type TableCell } from './content.ts';
import { plainText } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { type Language, writeNumber } from './number-ref.ts';

/** Somewhere to go from a mail. */
export interface DigestLink {
  readonly text: string;
  readonly url: string;
}

export interface Letter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A letter before it is written out: each paragraph plain text. */
export interface LetterContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly links: readonly DigestLink[];
  /** Why somebody gets it and how to end that. */
  readonly footer: readonly string[];
  readonly endLink?: DigestLink | undefined;
}

/** The digest of a report: its title, what was corrected, what it says first. The same report gives the same text. */
export function digestOf(
  report: Report,
  language: Language,
): Pick<LetterContent, 'subject' | 'heading' | 'paragraphs'> {
  const heading = plainText(report.title, language);
  const status = statuses[report.status][language];
  const mark = language === 'zh' ? `（${status}）` : ` (${status.toLowerCase()})`;
  const highlights = report.sections.find(({ id }) => id === 'highlights')?.paragraphs ?? [];
  return {
    // The title of a correction says that it is one.
    subject: report.notice ? heading : heading + mark,
    heading,
    paragraphs: [
      ...(report.notice ? noticed(report.notice, language) : []),
      ...highlights.map((passage) => plainText(passage, language)),
    ],
  };
}

/** What a correction replaces and why, then each main number before and after. */
function noticed({ paragraphs, table }: Notice, language: Language): string[] {
  const colon = language === 'zh' ? '：' : ': ';
  const written = (cell: TableCell) =>
    isNumber(cell) ? writeNumber(cell, 'quantity', language) : plainText(cell, language);
  const changes = table.rows.flatMap(({ label, cells: [before, after] }) =>
    before && after ? [`${plainText(label, language)}${colon}${written(before)} → ${written(after)}`] : [],
  );
  return [...paragraphs.map((passage) => plainText(passage, language)), ...changes];
}

const page =
  "max-width:40em;margin:0 auto;padding:16px;font:16px/1.7 'Noto Sans SC','Microsoft YaHei',sans-serif;color:#1a1a1a";
const small = 'margin:0 0 4px;font-size:13px;color:#595959';

/** A letter as mail programs show it: HTML without pictures, scripts or style sheets, and the same as text. */
export function writeLetter(content: LetterContent, language: Language): Letter {
  const { subject, heading, paragraphs, links, footer, endLink } = content;
  const lang = language === 'zh' ? 'zh-CN' : 'en';
  const link = ({ text, url }: DigestLink): Markup =>
    html`<a href="${url}" style="color:#0b5cad">${text}</a>`;
  const markup = html`<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${subject}</title></head>
<body style="margin:0;background:#ffffff"><div style="${page}">
<h1 style="margin:0 0 12px;font-size:20px;line-height:1.4">${heading}</h1>
${paragraphs.map((text) => html`<p style="margin:0 0 12px">${text}</p>\n`)}${
  links.length
    ? html`<ul style="margin:0 0 16px;padding-left:20px">
${links.map((one) => html`<li>${link(one)}</li>\n`)}</ul>\n`
    : undefined
}<hr style="border:0;border-top:1px solid #d0d0d0;margin:16px 0">
${footer.map((text) => html`<p style="${small}">${text}</p>\n`)}${
  endLink ? html`<p style="${small}">${link(endLink)}</p>\n` : undefined
}</div></body>
</html>
`;
  const text = [
    heading,
    ...paragraphs,
    ...(links.length ? [links.map((one) => `${one.text}\n${one.url}`).join('\n')] : []),
    ['--', ...footer, ...(endLink ? [`${endLink.text}\n${endLink.url}`] : [])].join('\n'),
  ].join('\n\n');
  return { subject, html: markup.markup, text: `${text}\n` };
}
