import type { Fed, Trace } from '../../api/tracing.ts';
import { type Dimension, dimensions, indicatorIds, indicators } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import { type Answer, type Call, period, Usage, type Verb, withProgram } from './call.ts';

/** Rows that are told at once; the counts are of all. */
const told = 20;
const form =
  'trace --indicator I --period P [--park C] [--mode C] [--flow C] [--partner C …] [--release R] | trace DELIVERY';

/** From a number to its rows, and from a delivery to its numbers. */
export const traceVerbs = {
  trace: { words: 1, run: (call) => (call.words[0] === undefined ? traceCell(call) : traceDelivery(call)) },
} as const satisfies Record<string, Verb>;

async function traceCell(call: Call): Promise<Answer> {
  const { flags } = call;
  const indicator = indicatorIds.find((id) => id === flags.indicator);
  if (!indicator) throw new Usage(`${form}\n--indicator: ${indicatorIds.join(', ')}`);
  const { traceQueryOf } = await import('../../api/trace.ts');
  const { listParks } = await import('../../warehouse/registry.ts');
  const { trace } = await import('../trace.ts');
  const codes = dimensions.flatMap((dimension) => {
    const code = flags[dimension];
    return code === undefined ? [] : [[dimension, code] as const];
  });
  const asked = {
    indicator,
    period: period(call, true),
    ...(Object.fromEntries(codes) as Partial<Record<Dimension, string>>),
    ...(flags.release === undefined ? {} : { release: flags.release }),
    limit: String(told),
  };
  const found = await withProgram(async (program) => {
    const parks = (await listParks(program.database)).map(({ park_id }) => park_id);
    return trace(program, traceQueryOf(asked, parks));
  });
  return { human: traceLines(found), machine: found };
}

const verdicts = { true: '一致 equal', false: '不一致 NOT equal', null: '非求和指标 no sum of lines' };

function traceLines(found: Trace): string[] {
  const { zh, en } = indicators[found.indicator];
  const codes = dimensions.filter((dimension) => found.cell[dimension] !== total);
  const cell = codes.map((dimension) => `${dimension}=${found.cell[dimension]}`).join(' ');
  const left = found.total - found.rows.length;
  return [
    `${zh} ${en} ${found.period} ${cell || '全市 city'} = ${found.value ?? found.reason} (${found.release}, ${found.status})`,
    `  ${found.formula.zh}`,
    `  ${found.formula.model}: ${found.formula.sql.map(({ name }) => name).join(' ← ')}`,
    `报送 deliveries ${found.sum.deliveries}, 行 lines ${found.sum.lines}, CNY ${found.sum.cny}, USD ${found.sum.usd}; 与发布值 with the value: ${verdicts[String(found.adds_up) as 'null']}`,
    ...found.deliveries.map(
      ({ delivery_id, name_zh, file_name, mode, flow, lines, cny, state }) =>
        `  ${delivery_id} ${name_zh} ${file_name} ${mode} ${flow}: ${lines} 行 lines, CNY ${cny} (${state})`,
    ),
    ...found.rows.map((line) => {
      const place = [line.file_name, line.part, line.row].filter((one) => one !== null).join(' ');
      const findings = line.findings.map(
        ({ rule, confirmed }) => `${rule}${confirmed ? ` ✓${confirmed.by}` : ''}`,
      );
      return `  ${place}: ${line.declaration_no} ${line.line_no}, ${line.amount} ${line.currency} = CNY ${line.cny ?? '–'}${findings.length ? ` [${findings.join(', ')}]` : ''}`;
    }),
    ...(left > 0 ? [`  另有${left}行 ${left} more rows: GET /api/v1/trace`] : []),
  ];
}

async function traceDelivery(call: Call): Promise<Answer> {
  const id = call.words[0] as string;
  const { fedCells } = await import('../fed-cells.ts');
  const { describeDeliveries } = await import('../../warehouse/delivery-description.ts');
  const { unknownDelivery } = await import('../../warehouse/confirmations.ts');
  const found = await withProgram(async (program) => {
    if ((await describeDeliveries(program.database, [id])).length === 0) throw unknownDelivery(id);
    return fedCells(program, id, { limit: 1000, offset: 0 });
  });
  return { human: fedLines(id, found), machine: { id, ...found } };
}

function fedLines(id: string, { releases, total: all, rows }: Fed): string[] {
  if (releases.length === 0) return [`没有一次发布计入这份报送 no release counts ${id}`];
  const shown = rows.slice(0, told);
  return [
    `发布 releases: ${releases.map((one) => `${one.id}${one.current ? '*' : ''}`).join(', ')}; 单元 cells: ${all}`,
    ...shown.map((cell) => {
      const codes = dimensions.flatMap((dimension) =>
        cell[dimension] === total ? [] : [`${dimension}=${cell[dimension]}`],
      );
      return `  ${cell.release} ${cell.indicator} ${codes.join(' ') || '全市 city'} = ${cell.value ?? '–'}`;
    }),
    ...(all > shown.length
      ? [`  另有${all - shown.length}个单元 more cells: GET /api/v1/deliveries/${id}/cells`]
      : []),
  ];
}
