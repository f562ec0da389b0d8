import type { EventColumn } from '../event-template.ts';
import { confirm, mustFix, notice, type Rule } from './rule.ts';

/** An event that differs from a good one, beside the line it is about and what happened to that line before. */
export interface EventExample {
  readonly fires: boolean;
  readonly cells: Readonly<Partial<Record<EventColumn, string>>>;
  /** Null: there is no such line. */
  readonly line?: {
    readonly flow?: 'import' | 'export';
    readonly quantity?: string;
    readonly unit?: string;
    readonly released_on?: string;
  } | null;
  /** Quantities that were returned before. */
  readonly returned?: readonly string[];
  /** The same row stands in the file before it. */
  readonly again?: boolean;
}

export interface EventRule extends Rule {
  /** Where the rule comes from. */
  readonly source: string;
  readonly column: EventColumn;
  readonly examples: readonly EventExample[];
}

type Told = Omit<EventRule, 'class' | 'message'>;
const told = (rule: Rule, more: Told): EventRule => ({ ...rule, ...more });
const fires = (cells: EventExample['cells'], more: Partial<EventExample> = {}): EventExample => ({
  cells,
  fires: true,
  ...more,
});
const passes = (cells: EventExample['cells'], more: Partial<EventExample> = {}): EventExample => ({
  ...fires(cells, more),
  fires: false,
});
const cancelled = { kind: '撤单', line_no: '', quantity: '', unit: '' } as const;

/** Rules of returns and cancellations. The predicates stand in `ingest/sql/judge_event.sql` and `ingest/sql/events/`. */
export const eventRules = {
  event_kind: told(
    mustFix(
      '类型“{value}”应为退货或撤单，请改正。',
      'The kind "{value}" must be a return or a cancellation: correct it.',
    ),
    {
      source: '退货撤单模板：类型',
      column: 'kind',
      examples: [fires({ kind: '' }), fires({ kind: '换货' }), passes({ kind: 'Return' }), passes(cancelled)],
    },
  ),
  event_declaration: told(
    mustFix(
      '原清单编号/报关单号“{value}”应为18位数字或大写字母，请以文本格式重新填写。',
      'The original declaration number "{value}" must be 18 digits or capital letters: fill it in as text.',
    ),
    {
      source: '海关跨境统一版报文规范：清单编号、报关单号18位',
      column: 'declaration_no',
      examples: [
        fires({ declaration_no: '' }),
        fires({ declaration_no: '8.01202610000000E+17' }),
        passes({ declaration_no: '080120260000000001' }),
      ],
    },
  ),
  event_line: told(
    mustFix(
      '商品序号“{value}”应为1至9999的整数；填了退货数量的必须填商品序号，整单退货或撤单的不填序号和数量。',
      'The line number "{value}" must be a whole number from 1 to 9999. A return with a quantity needs one; for a whole declaration leave line number and quantity empty.',
    ),
    {
      source: '退货按原清单的商品项登记（海关总署公告2020年第44号、第45号）',
      column: 'line_no',
      examples: [
        fires({ line_no: '' }),
        fires({ line_no: '0' }),
        passes({ line_no: '1' }),
        passes({ line_no: '', quantity: '', unit: '' }),
        passes(cancelled),
      ],
    },
  ),
  event_date: told(
    mustFix(
      '受理日期“{value}”应为不晚于报送时间的日期，请用2026-10-31这样的写法。',
      'The day "{value}" must be a day not after the delivery: write it like 2026-10-31.',
    ),
    {
      source: '退货撤单模板：退货计入受理当月',
      column: 'event_on',
      examples: [
        fires({ event_on: '' }),
        fires({ event_on: '3/5/26' }),
        fires({ event_on: '2099-01-01' }),
        passes({ event_on: '20261102' }),
      ],
    },
  ),
  event_quantity: told(
    mustFix(
      '退货数量“{value}”应为大于0的数值，不带单位，请改正；整行退货的可不填。',
      'The quantity "{value}" of a return must be a number above 0, without a unit: correct it, or leave it empty where all of the line is returned.',
    ),
    {
      source: '退货撤单模板：退货金额按原清单单价与退货数量计算',
      column: 'quantity',
      examples: [
        fires({ quantity: '0' }),
        fires({ quantity: '-1' }),
        fires({ quantity: '2件' }),
        passes({ quantity: '1.5' }),
        passes({ quantity: '' }),
        passes(cancelled),
      ],
    },
  ),
  event_code: told(
    mustFix(
      '“{value}”不在代码表中，请填监管方式、进出口标志或计量单位的代码或名称，或不填。',
      '"{value}" is not in its code list: use a code or name of customs modes, flows or units, or leave it empty.',
    ),
    {
      source: '海关代码表',
      column: 'unit',
      examples: [
        fires({ unit: '箱子' }),
        fires({ customs_mode: '9999' }),
        fires({ flow: '转口' }),
        passes({ unit: '' }),
        passes({ unit: '件' }),
      ],
    },
  ),
  return_unknown_line: told(
    mustFix(
      '没有找到退货对应的原申报行“{value}”，请核对单号和商品序号，或先报送原清单。',
      'There is no line "{value}" in force that this return could be of: check number and line, or deliver the original first.',
    ),
    {
      source: '退货撤单模板：找不到原清单的退货不冲减任何数据',
      column: 'declaration_no',
      examples: [fires({}, { line: null }), fires({ line_no: '2' }), passes({})],
    },
  ),
  return_unit: told(
    mustFix(
      '退货的计量单位“{value}”不能换算为原申报行的单位，请按原计量单位填写数量。',
      'The unit of the return cannot be converted into that of the original line, "{value}": give the quantity in the original unit.',
    ),
    {
      source: '只在同一物理量内按定义换算（克、千克、吨，毫升、升），件、盒等不换算',
      column: 'unit',
      examples: [
        fires({ unit: '千克' }),
        fires({ unit: '升' }, { line: { unit: '035' } }),
        passes({ unit: '件' }),
        passes({ unit: '' }),
        passes({ unit: '克' }, { line: { unit: '035' } }),
      ],
    },
  ),
  return_before_release: told(
    mustFix(
      '受理日期早于原申报行的放行/结关日期“{value}”，请核对日期和单号。',
      'The return is dated before the release of the original line "{value}": check the day and the number.',
    ),
    {
      source: '海关总署公告2020年第44号、第45号：放行之后的退货',
      column: 'event_on',
      examples: [fires({ event_on: '2026-10-14' }), passes({ event_on: '2026-10-15' })],
    },
  ),
  return_over_quantity: told(
    confirm(
      '累计退货数量与原申报数量“{value}”：已超过，请核对是否重复报送；确属多退的请确认。',
      'All returns of this line exceed its quantity, "{value}": check for a return sent twice, or confirm.',
    ),
    {
      source: '每项累计退货数量不超过原数量',
      column: 'quantity',
      examples: [
        fires({ quantity: '11' }),
        fires({ quantity: '2' }, { returned: ['5', '4'] }),
        passes({ quantity: '10' }),
        passes({ quantity: '1' }, { returned: ['5', '4'] }),
        fires({ quantity: '10001', unit: '克' }, { line: { unit: '035' } }),
        passes({ quantity: '10000', unit: '克' }, { line: { unit: '035' } }),
        fires({ quantity: '' }, { returned: ['1'] }),
      ],
    },
  ),
  return_late: told(
    notice(
      '退货超过规定期限（原放行/结关日期“{value}”；进口30天、出口1年），仍予登记，请留意是否符合退货政策。',
      'The return comes after its time limit (released "{value}"; imports 30 days, exports one year): recorded all the same, check that it is allowed.',
    ),
    {
      source: '海关总署公告2020年第45号（进口30日）、2020年第44号（出口1年）',
      column: 'event_on',
      examples: [
        fires({ event_on: '2026-11-04' }, { line: { flow: 'import', released_on: '2026-10-04' } }),
        passes({ event_on: '2026-11-03' }, { line: { flow: 'import', released_on: '2026-10-04' } }),
        fires({ event_on: '2026-11-03' }, { line: { flow: 'export', released_on: '2025-11-02' } }),
        passes({ event_on: '2026-11-02' }, { line: { flow: 'export', released_on: '2025-11-02' } }),
      ],
    },
  ),
  cancellation_of_unknown: told(
    mustFix(
      '没有找到撤单对应的原申报“{value}”，请核对单号，或先报送原清单。',
      'There is no declaration "{value}" in force that could be cancelled: check the number, or deliver the original first.',
    ),
    {
      source: '退货撤单模板：撤单须对应已报送的清单',
      column: 'declaration_no',
      examples: [fires(cancelled, { line: null }), passes(cancelled)],
    },
  ),
  event_twice: told(
    confirm(
      '“{value}”已有一条相同的退货或撤单（日期、数量都相同），请核对是否重复；确为两次的请确认。',
      'The same event on "{value}" stands already, with the same day and quantity: check for a repetition, or confirm that there were two.',
    ),
    {
      source: '重复报送不得重复冲减',
      column: 'declaration_no',
      examples: [fires({ quantity: '2' }, { again: true }), passes({ quantity: '2' })],
    },
  ),
} as const satisfies Record<string, EventRule>;
