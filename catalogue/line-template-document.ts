import { type CellKind, lineTemplate, nilWords, type TemplateColumn, totalsWords } from './line-template.ts';

const kinds = {
  identifier: '18位编号（文本） 18 digits as text',
  integer: '1–9999 整数 whole number',
  code: '代码或名称 code or name',
  day: '日期 day',
  text: '文本 text',
  hs: '4、6、8、10位 digits',
  decimal: '数值，小数最多5位 number, at most 5 decimals',
} as const satisfies Record<CellKind, string>;

function row([name, column]: [string, TemplateColumn]): string {
  const content = kinds[column.kind] + (column.list ? `（\`${column.list}\`）` : '');
  const cells = [
    column.zh,
    `\`${name}\``,
    column.aliases.join('、') || '–',
    column.required ? '是 yes' : '–',
    content,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The page that tells a reporting clerk what a file looks like. `docs/line-template.md` is this text. */
export function lineTemplateDocument(): string {
  return `# 行模板 The line template

一行为一份清单或报关单的一个商品项。列序不限，多余的列不读取但会列出。One row is one goods line of one declaration; columns in any order.

| 表头 Header | English alias | 也接受 also | 必填 required | 内容 content |
|---|---|---|---|---|
${Object.entries(lineTemplate).map(row).join('\n')}

零申报 nil return：清单编号填 ${nilWords.join(' 或 ')}，放行/结关日期填月份（2026-10）；监管方式和进出口标志都空表示全部方式，都填表示该方式。

合计行 totals rows：首格以 ${totalsWords.join('、')} 开头的行搁置不计。
`;
}
