import { confirmFile, type FileRule, lines, noticeFile } from './file-example.ts';

const one = '080120260000000901';
const goods = (at: number) => ({ amount: `${100 + 7 * at}.00`, quantity: String(1 + at) });
const numbered = (from: number) => (at: number) => ({
  declaration_no: `0801202600${String(10_000_000 + from + at)}`,
});

/** Which months a file answers for, and what it takes the place of. */
export const monthRules = {
  copy_of_earlier_month: confirmFile(
    '本月各行与{value}已报的数据几乎完全相同。请检查是否误报了以前月份的文件；确属相同的，请确认。',
    'The lines are nearly all the same as those in force for {value}: check whether an earlier file was sent again, or confirm.',
    {
      source: '重复报送审核：95%以上的行相同',
      beside: 'history',
      examples: [
        {
          fires: true,
          file: lines(20, goods),
          before: lines(20, (at) => ({ month: '2026-09', ...goods(at) })),
        },
        {
          fires: true,
          file: lines(10, numbered(0)),
          before: lines(10, (at) => ({ month: '2026-08', amount: `${at + 1}.50`, ...numbered(0)(at) })),
        },
        {
          fires: false,
          file: lines(20, goods),
          before: lines(20, (at) => ({
            month: '2026-09',
            ...goods(at),
            ...(at < 2 ? { amount: '9.99' } : {}),
          })),
        },
        // One article at one price, month after month.
        { fires: false, file: lines(20), before: lines(20, { month: '2026-09' }) },
        {
          fires: false,
          file: lines(9, goods),
          before: lines(9, (at) => ({ month: '2026-09', ...goods(at) })),
        },
      ],
    },
  ),
  line_in_other_month: confirmFile(
    '该行在另一月份已经报送（{value}），两月都会计入。请删去错误的一行，或重新报送那个月份；确属两行的，请确认。',
    'The line is in force in another month ({value}) and would count twice: drop the wrong one or deliver that month again, or confirm.',
    {
      source: '申报行唯一：监管方式、进出口、单号、商品序号',
      beside: 'history',
      examples: [
        { fires: true, file: [{ declaration_no: one }], before: [{ month: '2026-09', declaration_no: one }] },
        {
          fires: false,
          file: [{ declaration_no: one }],
          before: [{ month: '2026-10', declaration_no: one }],
        },
        // The file answers for September as well.
        {
          fires: false,
          file: [{ declaration_no: one }, { month: '2026-09' }],
          before: [{ month: '2026-09', declaration_no: one }],
        },
        {
          fires: false,
          file: [{ declaration_no: one, line_no: '2' }],
          before: [{ month: '2026-09', declaration_no: one }],
        },
      ],
    },
  ),
  stray_month: confirmFile(
    '文件以其他月份为主，却含少量已报月份的行，接受后将替换该月全部数据（月份：本次/已报行数 {value}）。请删去这些行另行补报；确要替换的，请确认。',
    'A few lines would take the place of a whole month (month: now / in force {value}): deliver that month in full, or confirm.',
    {
      source: '快照式报送：同一企业、监管方式、进出口、月份以最后一次为准',
      beside: 'history',
      examples: [
        {
          fires: true,
          file: [...lines(6), ...lines(4, { month: '2026-09' })],
          before: lines(10, { month: '2026-09' }),
        },
        {
          fires: false,
          file: [...lines(6), ...lines(5, { month: '2026-09' })],
          before: lines(10, { month: '2026-09' }),
        },
        { fires: false, file: lines(4, { month: '2026-09' }), before: lines(10, { month: '2026-09' }) },
        {
          fires: false,
          file: [...lines(6), ...lines(4, { month: '2026-09' })],
          before: lines(9, { month: '2026-09' }),
        },
      ],
    },
  ),
  replacement_shrinks: confirmFile(
    '本次将替换已报的月份，行数却不到原来的一半（月份：本次/已报行数 {value}）。请检查是否漏报；确已减少的，请确认。',
    'The file takes the place of a month with less than half of its lines (month: now / in force {value}): check for omissions, or confirm.',
    {
      source: '快照式报送：同一企业、监管方式、进出口、月份以最后一次为准',
      beside: 'history',
      examples: [
        { fires: true, file: lines(9), before: lines(20) },
        { fires: true, file: [{ state: 'nil' }], before: lines(20) },
        { fires: false, file: lines(10), before: lines(20) },
        { fires: false, file: lines(9), before: lines(19) },
        { fires: false, file: lines(9), before: lines(20, { month: '2026-09' }) },
      ],
    },
  ),
  replacement_unlike: noticeFile(
    '本次将替换已报的月份，单号却几乎都不相同（月份：相同/已报行数 {value}）。一个月分几个文件报送的，后一个会替换前一个，请合并为一个文件。',
    'The file takes the place of a month with hardly a number in common (month: same / in force {value}): join the parts of a month in one file.',
    {
      source: '快照式报送：同一企业、监管方式、进出口、月份以最后一次为准',
      beside: 'history',
      examples: [
        { fires: true, file: lines(10, numbered(0)), before: lines(10, numbered(9)) },
        { fires: false, file: lines(10, numbered(0)), before: lines(10, numbered(8)) },
        { fires: false, file: lines(9, numbered(0)), before: lines(10, numbered(100)) },
      ],
    },
  ),
  released_month: noticeFile(
    '{value}的数据已经发布，接受本文件将形成修订。请核对后再报送。',
    'The figures of {value} have been released: accepting the file makes a revision, so check it first.',
    {
      source: '修订制度：已发布的数据只以新的发布更正',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(1, { month: '2026-09' }), released: ['2026-09'] },
        {
          fires: true,
          file: [{ month: '2026-09', state: 'nil', customs_mode: '9710', flow: 'export' }],
          released: ['2026-09'],
        },
        { fires: false, file: lines(1), released: ['2026-09'] },
      ],
    },
  ),
  month_silent_mode: noticeFile(
    '近六个月都有的“{value}”本月没有数据。请检查是否漏报；确无业务的，请报零申报。',
    'There was "{value}" in each of the last six months, but not in this one: check for omissions, or send a nil return.',
    {
      source: '报送完整性审核',
      beside: 'history',
      examples: [
        {
          fires: true,
          file: lines(1),
          before: ['04', '05', '06', '07', '08', '09'].map((month) => ({
            month: `2026-${month}`,
            customs_mode: '9810',
          })),
        },
        {
          fires: false,
          file: lines(1),
          before: ['05', '06', '07', '08', '09'].map((month) => ({
            month: `2026-${month}`,
            customs_mode: '9810',
          })),
        },
        {
          fires: false,
          file: [{}, { customs_mode: '9810', flow: 'export', state: 'nil' }],
          before: ['04', '05', '06', '07', '08', '09'].map((month) => ({
            month: `2026-${month}`,
            customs_mode: '9810',
          })),
        },
        {
          fires: false,
          file: lines(1),
          before: ['04', '05', '06', '07', '08', '09', '10'].map((month) => ({
            month: `2026-${month}`,
            customs_mode: '9810',
          })),
        },
      ],
    },
  ),
  checked_in_part: noticeFile(
    '文件共{value}行。与以往月份的比对、同一单各行的核对只做到前1000000行；请按监管方式或月份拆分报送，以便全部核对。',
    'The file has {value} rows: comparisons with earlier months and within declarations cover the first 1,000,000; split it to have all checked.',
    {
      source: '系统限值',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(3), rowsApart: 500_000 },
        { fires: false, file: lines(3), rowsApart: 400_000 },
      ],
    },
  ),
  more_findings: noticeFile(
    '另有{value}行有同样的疑点（“{column}”），未逐行列出。请先处理已列出的10000行后重新报送，或整批确认。',
    'Another {value} rows have the same finding ("{column}") and are not listed: deal with the 10,000 listed and deliver again, or confirm all.',
    {
      source: '系统限值',
      beside: 'nothing',
      examples: [
        { fires: true, file: lines(10_002, { waybill_no: 'W1' }) },
        { fires: false, file: lines(10_001, { waybill_no: 'W1' }) },
      ],
    },
  ),
} as const satisfies Record<string, FileRule>;
