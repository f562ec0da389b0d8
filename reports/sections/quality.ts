import { total } from '../../catalogue/mode.ts';
import type { Passage, Section, Table, TableRow } from '../content.ts';
import type { NumberRef } from '../number-ref.ts';
import { coverageOf, numberAt, tenantsOf, type Vintage } from '../vintage.ts';
import { called, month, plain, quantity, sentence, words } from '../wording.ts';
import { isThin, parkName, thinWords } from './cells.ts';
import { column, tableOf } from './table.ts';

/** How complete and how sound what was reported is. */
export function quality(vintage: Vintage): Section {
  return {
    id: 'quality',
    heading: { zh: '数据质量', en: 'Data quality' },
    paragraphs: [called('reporting', inWords(vintage))],
    blocks: [qualityTable(vintage)],
  };
}

function cellsOf(vintage: Vintage, park: string): NumberRef[] {
  return [
    tenantsOf(vintage, park, 'due'),
    tenantsOf(vintage, park, 'received'),
    tenantsOf(vintage, park, 'outstanding'),
    numberAt(vintage, 'reporting_rate', 'level', { park }, 'percent'),
    numberAt(vintage, 'on_time_rate', 'level', { park }, 'percent'),
    coverageOf(vintage, park),
    numberAt(vintage, 'rejection_rate', 'level', { park }, 'percent'),
  ];
}

function inWords(vintage: Vintage): Passage {
  const cells = cellsOf(vintage, vintage.scope);
  const [due, received, outstanding, rate, onTime, , rejected] = cells.map(quantity);
  if (!due || !received || !outstanding || !rate || !rejected || cells[3]?.value === null)
    return plain({ zh: '本期无应报企业。', en: 'No tenant was due to report.' });
  const counts: Passage = {
    zh: words`应报企业${due}，已报${received}，未报${outstanding}，报送率${rate}`,
    en: words`Of ${due} tenants due, ${received} reported and ${outstanding} did not, a reporting rate of ${rate}`,
  };
  const clauses = [counts];
  if (onTime && cells[4]?.value !== null)
    clauses.push({ zh: words`按时报送率${onTime}`, en: words`${onTime} of tenants due were in time` });
  if (cells[6]?.value !== null)
    clauses.push({
      zh: words`现行有效报送中，驳回行占${rejected}`,
      en: words`in the deliveries in force ${rejected} of rows were rejected`,
    });
  return isThin(vintage) ? sentence(...clauses, thinWords) : sentence(...clauses);
}

function qualityTable(vintage: Vintage): Table {
  const { scope } = vintage;
  const shown = vintage.parks.filter(({ park_id }) => scope === total || park_id === scope);
  return tableOf({
    id: 'quality',
    caption: {
      zh: words`${month(vintage.period)}报送与审核情况`,
      en: words`${month(vintage.period)}: reporting and checking`,
    },
    stub: { zh: '园区', en: 'Park' },
    columns: [
      column({ zh: '应报', en: 'Due' }, 'tenants'),
      column({ zh: '已报', en: 'Reported' }, 'tenants'),
      column({ zh: '未报', en: 'Outstanding' }, 'tenants'),
      column({ zh: '报送率', en: 'Reporting rate' }, 'percent'),
      column({ zh: '按时报送率', en: 'On-time rate' }, 'percent'),
      column({ zh: '覆盖率', en: 'Coverage' }, 'percent'),
      column({ zh: '驳回率', en: 'Rejection rate' }, 'percent'),
    ],
    rows: [
      { label: plain({ zh: '全市', en: 'Whole city' }), level: 0, cells: cellsOf(vintage, total) },
      ...shown.map(({ park_id }): TableRow => {
        const called = parkName(vintage, park_id);
        return { label: { zh: [called], en: [called] }, level: 1, cells: cellsOf(vintage, park_id) };
      }),
    ],
    notes: [
      plain({
        zh: '含零申报；截至本版本发布时。迁移企业在迁出、迁入园区均为应报，全市只计一次。覆盖率为进出口额的覆盖率，按企业数计算。',
        en: 'Nil returns included; as of the publication of this release. A tenant that moved is due in both parks and once in the city. Coverage is that of trade value, by number of tenants.',
      }),
    ],
  });
}
