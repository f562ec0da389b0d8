import {
  AlignmentType,
  convertMillimetersToTwip,
  Document,
  type FileChild,
  Footer,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import type { Chart, Note, Report, Section } from '../content.ts';
import { captionOf, headingOf, labels, numberedBlocks, plainText, titleLines } from '../layout.ts';
import type { Language } from '../number-ref.ts';
import { repacked } from './archive.ts';
import { noticeOf, text, twoCharacters } from './docx-notice.ts';
import { bindNumbers, settleMarks } from './docx-numbers.ts';
import { runs } from './docx-runs.ts';
import { factsTable, legend, tableBlocks } from './docx-tables.ts';
import { type Numbering, numbering } from './numbers.ts';
import { pictureOf, pngDrawer } from './pictures.ts';

/** Official documents of party and government bodies (GB/T 9704-2012): A4, margins, and a text of 156 mm by 225 mm. */
const page = { top: 37, right: 26, bottom: 35, left: 28 } as const;
const textWidth = 210 - page.left - page.right;
const pixelsPerMm = 96 / 25.4;

/** Typefaces by name; Word takes its own where a machine has them not. */
const faces = {
  title: { zh: '方正小标宋简体', en: 'Times New Roman' },
  heading: { zh: '黑体', en: 'Times New Roman' },
  body: { zh: '仿宋_GB2312', en: 'Times New Roman' },
} as const;

const face = (of: keyof typeof faces, language: Language) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: faces[of][language],
});

/** Ready as soon as this module is, which is loaded when a document is asked for. */
const draw = await pngDrawer();

/**
 * The report as a Word document in the layout of official documents: real headings, lists and tables, pictures with
 * alternative text, page numbers. Each number stands in a locked content control that bears its name; what the names mean is
 * a part of the file. The same report gives the same bytes.
 */
export async function renderDocx(report: Report, language: Language): Promise<Buffer> {
  const numbers = numbering(language);
  const blocks = numberedBlocks(report);
  const children = [
    title(titleLines(report, language)),
    factsTable(report.facts, numbers, language),
    ...(report.notice ? noticeOf(report.notice, blocks, numbers, language) : []),
    ...report.sections.flatMap((section, at) => sectionOf(section, at, blocks, numbers, language)),
    ...notesOf(report.notes, numbers, language),
  ];
  const document = new Document({
    creator: 'parkstat',
    lastModifiedBy: 'parkstat',
    title: plainText(report.title, language),
    subject: `${report.release} ${report.park}`,
    features: { updateFields: false },
    styles: stylesOf(language),
    sections: [
      {
        properties: {
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: marginsInTwips(),
          },
        },
        footers: { default: footer() },
        children,
      },
    ],
  });
  const packed = await Packer.toBuffer(document);
  return repacked(packed, report.publishedAt, (parts) => {
    settleMarks(parts, report.publishedAt, language);
    bindNumbers(parts, numbers.shown);
  });
}

function marginsInTwips() {
  const { top, right, bottom, left } = page;
  return {
    top: convertMillimetersToTwip(top),
    right: convertMillimetersToTwip(right),
    bottom: convertMillimetersToTwip(bottom),
    left: convertMillimetersToTwip(left),
    footer: convertMillimetersToTwip(28),
  };
}

/** Body in size 3 (16 pt) with 28 points a line; English, whose letters are wider, in 12. */
function stylesOf(language: Language) {
  const zh = language === 'zh';
  const line = { line: zh ? 28 * 20 : 18 * 20, lineRule: zh ? LineRuleType.EXACT : LineRuleType.AT_LEAST };
  const run = {
    font: face('body', language),
    size: zh ? 32 : 24,
    language: { value: 'en-GB', eastAsia: 'zh-CN' },
  };
  const heading = (size: number) => ({
    run: { font: face('heading', language), size, bold: !zh, color: '000000' },
    paragraph: {
      spacing: { ...line, before: 120, after: 0 },
      indent: zh ? twoCharacters : {},
      keepNext: true,
    },
  });
  return {
    default: {
      document: { run, paragraph: { spacing: line } },
      title: { run: { font: face('title', language), size: zh ? 44 : 36, bold: !zh, color: '000000' } },
      heading1: heading(zh ? 32 : 28),
      heading2: heading(zh ? 28 : 24),
    },
  };
}

function title(lines: readonly string[]): Paragraph {
  return new Paragraph({
    heading: HeadingLevel.TITLE,
    alignment: AlignmentType.CENTER,
    spacing: { before: 0, after: 300, line: 36 * 20, lineRule: LineRuleType.AT_LEAST },
    children: lines.map((text, at) => new TextRun(at > 0 ? { text, break: 1 } : { text })),
  });
}

/** 一 1 一, as official documents number their pages. */
function footer(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: face('body', 'en'), size: 28 }),
        ],
      }),
    ],
  });
}

function sectionOf(
  section: Section,
  at: number,
  blocks: ReadonlyMap<string, number>,
  numbers: Numbering,
  language: Language,
): FileChild[] {
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      children: [new TextRun(headingOf(section, at, language))],
    }),
    ...section.paragraphs.map((passage) => text(passage, numbers, language)),
    ...section.blocks.flatMap((block) => {
      const caption = captionOf(block, blocks, language);
      if (block.kind === 'chart') return chartOf(block, caption, language);
      return [...tableBlocks(block, caption, numbers, language), ...legend(block, numbers, language)];
    }),
  ];
}

function chartOf(chart: Chart, caption: string, language: Language): Paragraph[] {
  const picture = pictureOf(chart, Math.floor(textWidth * pixelsPerMm), language);
  const single = { line: 240, lineRule: LineRuleType.AUTO };
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { ...single, before: 160 },
      children: [
        new ImageRun({
          type: 'png',
          data: draw(picture, 3),
          transformation: { width: picture.width, height: picture.height },
          altText: { name: caption, title: caption, description: picture.description },
        }),
      ],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { ...single, before: 60, after: 200 },
      children: [new TextRun({ text: caption, font: face('heading', language), size: 21 })],
    }),
  ];
}

function notesOf(notes: readonly Note[], numbers: Numbering, language: Language): Paragraph[] {
  const small = { size: 19 };
  const line = { line: language === 'zh' ? 15 * 20 : 13 * 20, lineRule: LineRuleType.AT_LEAST };
  return [
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(labels[language].notes)] }),
    ...notes.flatMap(({ heading, items }) => [
      new Paragraph({ heading: HeadingLevel.HEADING_2, children: [new TextRun(heading[language])] }),
      ...items.map(
        (item) =>
          new Paragraph({
            bullet: { level: 0 },
            spacing: line,
            children: runs(item, numbers, language, small),
          }),
      ),
    ]),
  ];
}
