import { resolve } from 'node:path';
import { clock } from '../clock.ts';
import { type Answer, type Call, period, Usage, type Verb, withProgram } from './call.ts';

/** What goes out to tenants. */
export const outgoingVerbs = {
  remind: { words: 0, run: remind },
} as const satisfies Record<string, Verb>;

const outcomes = {
  queued: '已交寄 queued',
  as_file: '成文件 as a file',
  reminded_before: '近日已催 reminded before',
} as const;

async function remind(call: Call): Promise<Answer> {
  const { remind: send } = await import('../remind.ts');
  const { flags } = call;
  const days = flags.days ?? '3';
  if (!/^([0-9]|[1-5]\d|60)$/.test(days)) throw new Usage('--days: 0至60 | 0 to 60');
  const folder = flags.folder === undefined ? undefined : resolve(flags.folder);
  const order = { period: period(call, true), days: Number(days), folder };
  const result = await withProgram((program) => send(program, order, clock()));
  const lines = result.letters.map(
    ({ uscc, name_zh, outcome }) => `${uscc} ${name_zh}: ${outcomes[outcome]}`,
  );
  const nobody = ['应报企业已全部报送 every tenant due has reported'];
  return { human: [...(lines.length ? lines : nobody), ...result.files], machine: result };
}
