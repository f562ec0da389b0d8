import { resolve } from 'node:path';
import { clock } from '../clock.ts';
import { type Answer, type Call, period, Usage, type Verb, withProgram } from './call.ts';

/** What is done about the registry and about months. */
export const monthVerbs = {
  registry: { words: 2, run: registry },
  publish: { words: 0, run: publish },
  report: {
    words: 0,
    run: async (call) => {
      const { report } = await import('../report.ts');
      const month = period(call, true);
      const result = await withProgram((program) =>
        report(program, { period: month, now: clock(), release: call.flags.release }),
      );
      return { human: result.files, machine: result };
    },
  },
  status: {
    words: 0,
    run: async (call) => {
      const { status } = await import('../status.ts');
      const now = await withProgram((program) =>
        status(program, { period: period(call, false), now: clock() }),
      );
      return {
        human: Object.entries(now).map(
          ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
        ),
        machine: now,
      };
    },
  },
  verify: {
    words: 0,
    run: async () => {
      const { verify } = await import('../verify.ts');
      const result = await withProgram(verify);
      const news = result.changed.length
        ? [`有新数据待发布 to be published again: ${result.changed.join(', ')}`]
        : [];
      return {
        human: [
          `${result.periods} 个月由原始文件重建，与已发布的逐字节一致 months rebuilt, identical to what is published`,
          ...news,
        ],
        machine: result,
      };
    },
  },
} as const satisfies Record<string, Verb>;

async function registry({ words }: Call): Promise<Answer> {
  const { registry: load } = await import('../registry.ts');
  const [action, folder] = words;
  if (action !== 'load' || !folder) throw new Usage('registry load DIR');
  const { counts } = await withProgram((program) => load(program, { folder: resolve(folder), now: clock() }));
  return {
    human: [
      `已载入 loaded: ${Object.entries(counts)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ')}`,
    ],
    machine: counts,
  };
}

async function publish(call: Call): Promise<Answer> {
  const { publish: draw } = await import('../publish.ts');
  const { bakeSite } = await import('../site.ts');
  const month = period(call, true);
  const leaveOutHeld = call.flags['leave-out-held'];
  const result = await withProgram(async (program) => {
    const published = await draw(program, { period: month, now: clock(), leaveOutHeld });
    if (published.published) await bakeSite(program);
    return published;
  });
  const { release, published, counts } = result;
  const line = published
    ? `已发布 published ${release.id}: ${counts.cells} 个观测值 observations`
    : `${release.id} 已是最新，无变化 is current, nothing has changed`;
  return {
    human: [
      line,
      ...(counts.not_reported ? [`未报企业 not reported: ${counts.not_reported}`] : []),
      ...(counts.held ? [`未含待核实的报送 left out, waiting for confirmation: ${counts.held}`] : []),
    ],
    machine: { ...counts, release: release.id, published, fingerprint: release.fingerprint },
  };
}
