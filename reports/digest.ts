import { statuses } from '../catalogue/status.ts';
import type { Report } from './content.ts';
import { plainText } from './layout.ts';
import { html, type Markup } from './markup.ts';
import type { Language } from './number-ref.ts';

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

const correction = {
  zh: (release: string) => `本期数据已更正，本邮件据发布版本${release}，此前的版本仍可查阅。`,
  en: (release: string) =>
    `The figures of this month were corrected: this is release ${release}; earlier releases can still be read.`,
};

/** The digest of a report: its title, what it says first, nothing else. The same report gives the same text. */
export function digestOf(
  report: Report,
  language: Language,
): Pick<LetterContent, 'subject' | 'heading' | 'paragraphs'> {
  const heading = plainText(report.title, language);
  const isCorrection = !report.release.endsWith('.1');
  const status = statuses[report.status][language];
  const highlights = report.sections.find(({ id }) => id === 'highlights')?.paragraphs ?? [];
  return {
    subject: subjectOf(heading, status, isCorrection, language),
    heading,
    paragraphs: [
      ...(isCorrection ? [correction[language](report.release)] : []),
      ...highlights.map((passage) => plainText(passage, language)),
    ],
  };
}

function subjectOf(heading: string, status: string, isCorrection: boolean, language: Language): string {
  if (language === 'zh') return isCorrection ? `【更正】${heading}` : `${heading}（${status}）`;
  return isCorrection ? `Corrected: ${heading}` : `${heading} (${status.toLowerCase()})`;
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
