import { type EstimateMethod, estimateMethods } from '../../catalogue/estimation.ts';
import { clock } from '../clock.ts';
import { type Answer, type Call, period, Usage, type Verb, withProgram } from './call.ts';

const form =
  'estimate --period P --tenant USCC --mode M --flow F [--method ratio_12] --by NAME [--note TEXT]\nestimate --end ID --by NAME [--note TEXT]';

/** What is done about tenants that have not reported. */
export const estimateVerbs = {
  estimate: {
    words: 0,
    run: (call) => (call.flags.end === undefined ? request(call) : end(call, call.flags.end)),
  },
} as const satisfies Record<string, Verb>;

async function request(call: Call): Promise<Answer> {
  const { requestEstimate } = await import('../../warehouse/estimate-request.ts');
  const { tenant: uscc, mode, flow, method = 'ratio' } = call.flags;
  if (!uscc || !mode || !flow || !Object.hasOwn(estimateMethods, method)) throw new Usage(form);
  const asked = { period: period(call, true), uscc, mode, flow, method: method as EstimateMethod };
  const found = await withProgram(({ database }) => requestEstimate(database, asked, act(call)));
  return {
    human: [
      `已估算 estimated ${found.estimate_id}: ${found.cny} 元 CNY，${found.usd} 美元 USD（${found.park}）`,
      `下次发布${found.period}时计入；企业报送后自动失效 counts in the next release of ${found.period}, until the tenant reports`,
    ],
    machine: found,
  };
}

async function end(call: Call, id: string): Promise<Answer> {
  const { endEstimate } = await import('../../warehouse/estimates.ts');
  const ended = await withProgram(({ database }) => endEstimate(database, id, act(call)));
  return { human: [`已撤销估算 taken back: ${ended.estimate_id} (${ended.period})`], machine: ended };
}

function act({ flags }: Call) {
  const by = flags.by?.trim();
  if (!by) throw new Usage(`${form}\n--by: 请写明何人 | say who does it`);
  return { by, note: flags.note?.trim() || null, at: clock() };
}
