import type { Writable } from 'node:stream';
import { eventKinds } from '../catalogue/event-template.ts';
import { nilWords, totalsWords } from '../catalogue/line-template.ts';
import { type Column, columnLetters, type Workbook, writeWorkbook } from '../engine/workbook.ts';
import { codeLetters, listsOf, writeCodes } from './code-sheet.ts';
import { columnsOf, type FillColumn, type TemplateWorkbook } from './fill-columns.ts';
import { looks } from './looks.ts';
import { exampleOf, kindText, rulesOf } from './template-words.ts';

const titles = {
  line: { zh: '跨境电商申报行', en: 'Declaration lines' },
  b2b_export: { zh: '跨境电商B2B出口报关单', en: 'B2B export declarations' },
  event: { zh: '退货撤单', en: 'Returns and cancellations' },
} as const satisfies Record<TemplateWorkbook, object>;

/** Rows that are ready to be filled in with choices; more may follow. */
const readyRows = 5000;

/** The template as a workbook: a sheet to fill in, a sheet that explains each column, and the codes to choose from. */
export async function templateWorkbook(
  template: TemplateWorkbook,
  stream: Writable,
  madeAt: Date,
): Promise<void> {
  const columns = columnsOf(template);
  const workbook = writeWorkbook(stream, madeAt);
  await writeForm(workbook, template, columns);
  await writeGuide(workbook, template, columns);
  await writeCodes(workbook, columns);
  await workbook.end();
}

async function writeForm(workbook: Workbook, template: TemplateWorkbook, columns: readonly FillColumn[]) {
  const letters = codeLetters(columns);
  const sheet = workbook.sheet(titles[template].zh, {
    columns: columns.map(formColumn),
    frozenRows: 1,
    landscape: true,
    tab: '0F4C9C',
    choices: columns.flatMap((column, at) => {
      const from = letters.get(listsOf(column));
      const letter = columnLetters(at);
      if (!from) return [];
      return [
        {
          range: `${letter}2:${letter}${readyRows + 1}`,
          from,
          title: column.zh,
          message: '请从下拉列表中选择，或填代码表中的代码。 Choose from the list, or give a code of it.',
          strictness: 'warning' as const,
        },
      ];
    }),
  });
  await sheet.row(
    1,
    columns.map((column) => ({
      value: column.zh,
      look: column.required ? looks.required : looks.header,
      note: noteOf(column, template),
    })),
    32,
  );
  sheet.end();
}

function formColumn({ kind, zh, name }: FillColumn): Column {
  const wide = kind === 'identifier' || name === 'goods_name' ? 24 : kind === 'decimal' ? 13 : 14;
  const look = kind === 'day' ? looks.day : kind === 'decimal' ? looks.number : looks.text;
  return { width: Math.max(wide, zh.length * 2 + 3), look };
}

function noteOf(column: FillColumn, template: TemplateWorkbook): string {
  const need = column.required ? '必填 required' : '选填 optional';
  const example = exampleOf(column, template);
  return `${column.zh} ${column.en}\n${need} · ${kindText(column)}\n例 Example：${example}`;
}

const guideHeads = ['列', 'Column', '必填', '内容', '例', '也接受的表头', '审核规则', 'Rules'];

async function writeGuide(workbook: Workbook, template: TemplateWorkbook, columns: readonly FillColumn[]) {
  const sheet = workbook.sheet('填报说明', {
    columns: [20, 24, 7, 30, 22, 26, 60, 60].map((width) => ({ width })),
    frozenRows: 2,
    landscape: true,
  });
  const { zh, en } = titles[template];
  await sheet.row(1, [{ value: `${zh}填报说明 How to fill in: ${en}`, look: looks.title }], 28);
  await sheet.row(
    2,
    guideHeads.map((value) => ({ value, look: looks.header })),
  );
  let row = 2;
  for (const column of columns) {
    const rules = rulesOf(column, template);
    const cells = [
      column.zh,
      column.en,
      column.required ? '是' : '',
      kindText(column),
      exampleOf(column, template),
      column.aliases.join('、'),
      rules.map(({ zh }) => `· ${zh}`).join('\n'),
      rules.map(({ en }) => `· ${en}`).join('\n'),
    ];
    await sheet.row(
      ++row,
      cells.map((value) => ({ value, look: looks.wrapped })),
      heightOf(rules.map(({ en }) => en)),
    );
  }
  row += 1;
  for (const sentence of remarks(template)) await sheet.row(++row, [{ value: sentence, look: looks.quiet }]);
  sheet.end();
}

/** Points for sentences in a column of 60 characters. */
function heightOf(sentences: readonly string[]): number {
  const lines = sentences.reduce((all, sentence) => all + Math.ceil((sentence.length + 2) / 58), 0);
  return Math.min(400, 16 * Math.max(1, lines) + 4);
}

function remarks(template: TemplateWorkbook): string[] {
  const all = [
    '列序不限；多余的列不读取。不要填写姓名、电话、证件号、地址等个人信息。 Columns in any order; others are not read. Give no names, telephone or identity numbers, addresses.',
    '18位编号请保持文本格式，否则末位会丢失。 Keep numbers of 18 digits as text, or their last digits are lost.',
  ];
  if (template === 'event')
    return [
      ...all,
      `类型填${eventKinds.return.zh}或${eventKinds.cancellation.zh}。 Kind is return or cancellation.`,
    ];
  return [
    ...all,
    `零申报：编号填${nilWords.join('或')}，放行/结关日期填月份，如2026-10。 Nil return: ${nilWords.join(' or ')} as number, the month as date.`,
    `首格以${totalsWords.join('、')}开头的行不计。 Rows whose first cell begins so are not counted.`,
  ];
}
