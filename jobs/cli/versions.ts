import { type ImpactAction, impactActions, type RowChange } from '../../api/collection.ts';
import { lineTemplate } from '../../catalogue/line-template.ts';
import { flows } from '../../catalogue/mode.ts';
import type { Program } from '../program.ts';
import { type Answer, type Call, Usage, type Verb, withProgram, word } from './call.ts';

/** Rows and cells that are told at once; the counts are of all. */
const told = 1000;

/** A delivery beside the version before it, and beside what is in force. */
export const versionVerbs = {
  changes: { words: 1, run: changes },
  impact: { words: 1, run: impact },
} as const satisfies Record<string, Verb>;

async function changes(call: Call): Promise<Answer> {
  const { changes: read } = await import('../changes.ts');
  const id = word(call, 'changes ID');
  const found = await ofKnown(id, (program) => read(program, id, { limit: told, offset: 0 }));
  const { previous, counts, rows } = found;
  if (previous === null)
    return { human: ['这是第一版 this is the first version'], machine: { id, ...found } };
  const left = counts.added + counts.removed + counts.changed - rows.length;
  return {
    human: [
      `与上一版${previous}相比 against the version before: 增 added ${counts.added}, 删 removed ${counts.removed}, 改 changed ${counts.changed}, 不变 same ${counts.same}`,
      ...rows.map(changeLine),
      ...(left ? [`另有${left}行未列出 ${left} more rows: GET /api/v1/deliveries/${id}/changes`] : []),
    ],
    machine: { id, ...found },
  };
}

const changeNames = { added: '增 added', removed: '删 removed', changed: '改 changed' } as const;

function changeLine({ change, mode, flow, period, declaration_no, line_no, columns }: RowChange): string {
  const trade = flows[flow as keyof typeof flows];
  const cells = columns.map(({ column, from, to }) => {
    const { zh } = lineTemplate[column as keyof typeof lineTemplate];
    return `${zh} ${column} ${from ?? '–'} → ${to ?? '–'}`;
  });
  return `  ${changeNames[change]} ${mode} ${trade.zh} ${flow} ${period} ${declaration_no} ${line_no}${cells.length ? `: ${cells.join(', ')}` : ''}`;
}

async function impact(call: Call): Promise<Answer> {
  const { impact: read } = await import('../impact.ts');
  const form = `impact ID [--action ${impactActions.join('|')}]`;
  const id = word(call, form);
  const action = impactActions.find((one) => one === (call.flags.action ?? 'accept'));
  if (!action) throw new Usage(form);
  const found = await ofKnown(id, (program) => read(program, id, action, told));
  return {
    human: [
      `${actionNames[action]} ${id}: 变动的数值 values that move ${found.moved}`,
      ...found.sentences.map(({ zh, en }) => `  ${zh} | ${en}`),
    ],
    machine: { id, ...found },
  };
}

const actionNames: Readonly<Record<ImpactAction, string>> = {
  accept: '如接受 if accepted',
  withdraw: '如撤回 if withdrawn',
  reinstate: '如恢复 if reinstated',
};

async function ofKnown<T>(id: string, read: (program: Program) => Promise<T>): Promise<T> {
  const { hasDelivery } = await import('../../warehouse/delivery-list.ts');
  const { unknownDelivery } = await import('../../warehouse/confirmations.ts');
  return withProgram(async (program) => {
    if (!(await hasDelivery(program.database, id))) throw unknownDelivery(id);
    return read(program);
  });
}
