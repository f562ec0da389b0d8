import { type Answer, act, type Call, Usage, type Verb, withProgram, word } from './call.ts';
import { findingLine, grouped } from './collection.ts';

const why = '--reason CODE --by NAME [--note TEXT]';

/** What becomes of a delivery after it was taken in. */
export const deliveryVerbs = {
  findings: { words: 1, run: findings },
  confirm: { words: 1, run: confirm },
  revoke: { words: 1, run: revoke },
  withdraw: { words: 1, run: (call) => move(call, 'withdraw') },
  reinstate: { words: 1, run: (call) => move(call, 'reinstate') },
} as const satisfies Record<string, Verb>;

async function findings(call: Call): Promise<Answer> {
  const { groupFindings, listFindings } = await import('../../warehouse/findings.ts');
  const { hasDelivery } = await import('../../warehouse/delivery-list.ts');
  const { unknownDelivery } = await import('../../warehouse/confirmations.ts');
  const id = word(call, 'findings ID [--rule R]');
  const { rule } = call.flags;
  const { groups, rows } = await withProgram(async ({ database }) => {
    if (!(await hasDelivery(database, id))) throw unknownDelivery(id);
    return {
      groups: await groupFindings(database, id),
      rows: await listFindings(database, id, { rule }, Number.MAX_SAFE_INTEGER),
    };
  });
  const nothing = rows.length ? [] : ['没有疑点 no findings'];
  return { human: [...grouped(groups), ...rows.map(withNumber), ...nothing], machine: { id, groups, rows } };
}

/** What may be confirmed has its number shown, by which a confirmation is taken back. */
function withNumber(
  row: Parameters<typeof findingLine>[0] & {
    readonly id: string;
    readonly class: string;
    readonly state: string | null;
  },
) {
  if (row.class !== 'confirm') return findingLine(row);
  const stands = row.state === 'confirmed' ? '已核实 confirmed' : '待核实 open';
  return `${findingLine(row)} [${row.id} ${stands}]`;
}

async function confirm(call: Call): Promise<Answer> {
  const { confirmDelivery } = await import('../../warehouse/confirmations.ts');
  const form = `confirm ID [--rule R] [--column C] ${why}`;
  const id = word(call, form);
  const said = act(call, 'confirm', form);
  const { rule, column } = call.flags;
  const done = await withProgram(({ database }) => confirmDelivery(database, id, { rule, column }, said));
  const left = done.open
    ? `尚待核实 still waiting: ${done.open}`
    : '已全部核实，报送已接受 all confirmed, the delivery is accepted';
  return { human: [`已确认 confirmed: ${done.confirmed}`, left], machine: done };
}

async function revoke(call: Call): Promise<Answer> {
  const { revokeFinding } = await import('../../warehouse/confirmations.ts');
  const form = `revoke FINDING ${why}`;
  const id = word(call, form);
  if (!/^[1-9][0-9]{0,17}$/.test(id))
    throw new Usage(
      `${form}\nFINDING: 疑点编号，见parkstat findings ID | the number of a finding, see parkstat findings ID`,
    );
  const said = act(call, 'revoke', form);
  const done = await withProgram(({ database }) => revokeFinding(database, id, said));
  const what = done.confirmed
    ? `已撤销确认 confirmation taken back: ${id}`
    : `该疑点未曾确认 it was not confirmed: ${id}`;
  return { human: [what, `待核实 waiting: ${done.open} (${done.stage})`], machine: done };
}

async function move(call: Call, verb: 'withdraw' | 'reinstate'): Promise<Answer> {
  const versions = await import('../../warehouse/versions.ts');
  const form = `${verb} ID ${why}`;
  const id = word(call, form);
  const said = act(call, verb, form);
  const done = await withProgram(({ database }) => versions[verb](database, id, said));
  const what = verb === 'withdraw' ? '已撤回 withdrawn' : '已恢复 reinstated';
  return { human: [`${what}: ${id} (${done.stage})`], machine: done };
}
