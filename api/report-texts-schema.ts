import { instant, listOf, maybeText, oneOf, record, type Static, Type } from './schema.ts';
import { writer } from './writes.ts';

const park = Type.Optional(
  Type.String({
    maxLength: 40,
    description: '园区，不写为全市 | Park; the city when not given',
    examples: ['P01'],
  }),
);
const language = Type.Optional(
  oneOf(['zh', 'en'], { description: '语言，不写为zh | Language; zh when not given', examples: ['zh'] }),
);
const release = Type.Optional(
  Type.String({
    maxLength: 40,
    description:
      '该月的一次发布，draft为草稿；不写为最新的发布，未发布的月份为草稿 | A release of the month, or draft; when not given the newest, of a month without release the draft',
    examples: ['2026-10.1'],
  }),
);
const section = Type.String({ maxLength: 40, description: '章节 | Section', examples: ['highlights'] });
const sentence = Type.String({
  maxLength: 40,
  description: '句子在章节中的名称 | What the sentence is called within its section',
  examples: ['month'],
});

export const sentenceParameters = record({ park, language, release });

const where = { park, language, release, section, sentence, by: writer };
export const sentenceText = record(
  {
    ...where,
    text: Type.String({
      minLength: 1,
      maxLength: 4000,
      description:
        '改写的文字，至多1000字；每个数字的占位符各用一次 | The edited text, at most 1000 characters, with each place of a number once',
      examples: ['[2026年10月]，全市跨境电商产业园区进出口额达{1}，同比大幅增长{2}。'],
    }),
  },
  { description: '哪一句，改成什么 | Which sentence, and what it is to say' },
);
export const sentenceWithdrawal = record(where, {
  description: '哪一句，何人撤回 | Which sentence, and who takes the edit back',
});

const ref = 'trade_value:level:_T._T._T._T._T:2026-10@2026-10.1';
const refOf = (example: string) =>
  Type.String({
    description:
      '观测值：指标、变换、单元、月份、版本 | The observation: indicator, transform, cell, month, release',
    examples: [example],
  });
const edit = record({
  text: Type.String({ description: '改写，带占位符 | The edit with its places' }),
  shown: Type.String({ description: '写出数字后 | With its numbers' }),
  by: Type.String({ examples: ['李敏'] }),
  at: instant('写于 | When it was written'),
  in_report: Type.Boolean({
    description:
      '是否已在此版月报中 | Whether the report of this release has it: later edits count for the next',
  }),
});
const stale = record({
  section,
  sentence,
  text: Type.String(),
  by: Type.String({ examples: ['李敏'] }),
  at: instant('写于 | When it was written'),
});
const row = record({
  section,
  sentence,
  text: Type.String({ description: '规则写成的句子 | As the rules make it' }),
  template: Type.String({ description: '可改写的形式 | As officers edit it' }),
  numbers: Type.Array(
    record({
      place: Type.String({ examples: ['{1}'] }),
      written: Type.String({ examples: ['8.90亿元'] }),
      ref: refOf(ref),
      value: maybeText({ description: '原值 | The value itself', examples: ['889952034.51'] }),
    }),
  ),
  edit: Type.Unsafe<Static<typeof edit> | null>({
    anyOf: [edit, { type: 'null' }],
    description: '现行改写 | The edit in force',
  }),
});
const rowExample = {
  section: 'highlights',
  sentence: 'month',
  text: '2026年10月，全市跨境电商产业园区进出口额8.90亿元，同比大幅增长46.2%。',
  template: '[2026年10月]，全市跨境电商产业园区进出口额{1}，同比大幅增长{2}。',
  numbers: [
    { place: '{1}', written: '8.90亿元', ref, value: '889952034.51' },
    {
      place: '{2}',
      written: '46.2%',
      ref: 'trade_value:yoy:_T._T._T._T._T:2026-10@2026-10.1',
      value: '0.462130540912',
    },
  ],
  edit: {
    text: '[2026年10月]，受旺季带动，全市跨境电商产业园区进出口额达{1}，同比大幅增长{2}。',
    shown: '2026年10月，受旺季带动，全市跨境电商产业园区进出口额达8.90亿元，同比大幅增长46.2%。',
    by: '李敏',
    at: '2026-11-11T02:00:00.000Z',
    in_report: true,
  },
};
export const sentenceList = listOf(
  row,
  { release: Type.String({ examples: ['2026-10.1'] }), stale: Type.Array(stale) },
  {
    description: '句子 | Sentences',
    examples: [{ release: '2026-10.1', stale: [], rows: [rowExample], reason: null }],
  },
);

const told = {
  period: Type.String({ examples: ['2026-10'] }),
  park: Type.String({ examples: ['_T'] }),
  section,
  sentence,
  language: oneOf(['zh', 'en'], { examples: ['zh'] }),
  text: maybeText({ description: '改写；撤回后为null | The edit; null once taken back' }),
  by: Type.String({ examples: ['李敏'] }),
  at: instant('写于 | When it was written'),
};
export const writtenSentence = record(told, {
  description: '存下的改写 | What was kept',
  examples: [
    {
      period: '2026-10',
      park: '_T',
      section: 'highlights',
      sentence: 'month',
      language: 'zh',
      text: rowExample.edit.text,
      by: '李敏',
      at: rowExample.edit.at,
    },
  ],
});

const pair = record({
  section,
  sentence,
  before: maybeText({ description: '上月 | Last month' }),
  now: maybeText({ description: '本月 | This month' }),
  edited_before: Type.Boolean({ description: '上月是否人工改写 | Whether an officer wrote last month’s' }),
  edited_now: Type.Boolean({ description: '本月是否人工改写 | Whether an officer wrote this month’s' }),
  difference: Type.Array(
    record({
      kind: oneOf(['same', 'added', 'removed'], { examples: ['same'] }),
      text: Type.String(),
    }),
    { description: '逐词差异 | The difference word by word' },
  ),
  numbers: Type.Array(
    record({
      number: Type.String({
        description: '不含月份和版本的名称 | Its name without month and release',
        examples: ['trade_value:yoy:_T._T._T._T._T'],
      }),
      before: maybeText({ examples: ['30.1%'] }),
      now: maybeText({ examples: ['46.2%'] }),
      ref_before: maybeText(),
      ref_now: maybeText(),
    }),
    { description: '并列的数字 | The numbers side by side' },
  ),
});
export const wordingList = listOf(
  pair,
  {
    release: Type.String({ examples: ['2026-10.1'] }),
    release_before: maybeText({
      description: '上月的版本，null为没有 | The release of last month; null: none',
      examples: ['2026-09.1'],
    }),
  },
  {
    description: '对照 | The wordings side by side',
    examples: [
      {
        release: '2026-10.1',
        release_before: '2026-09.1',
        rows: [
          {
            section: 'highlights',
            sentence: 'reporting',
            before: '应报企业24家，已报22家，报送率91.7%。',
            now: '应报企业24家，已报23家，报送率95.8%。',
            edited_before: false,
            edited_now: false,
            difference: [
              { kind: 'same', text: '应报企业24家，已报' },
              { kind: 'removed', text: '22' },
              { kind: 'added', text: '23' },
              { kind: 'same', text: '家，报送率' },
              { kind: 'removed', text: '91.7' },
              { kind: 'added', text: '95.8' },
              { kind: 'same', text: '%。' },
            ],
            numbers: [
              {
                number: 'reporting_rate:level:_T._T._T._T._T',
                before: '91.7%',
                now: '95.8%',
                ref_before: 'reporting_rate:level:_T._T._T._T._T:2026-09@2026-09.1',
                ref_now: 'reporting_rate:level:_T._T._T._T._T:2026-10@2026-10.1',
              },
            ],
          },
        ],
        reason: null,
      },
    ],
  },
);
