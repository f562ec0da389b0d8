#!/usr/bin/env node
import { lstat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Period, parsePeriod } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { clock } from './clock.ts';
import type { CollectResult } from './collect.ts';
import type { Program } from './program.ts';
import { readSettings } from './settings.ts';

const usage = `用法 usage: parkstat <verb>
  registry load DIR                        载入园区、企业、入驻、报送源、汇率 load the registry
  collect [--source ID] [--period P]       收集收件目录中的文件 collect from the inboxes
  deliver FILE --tenant USCC [--period P]  报送一个文件 take in one file
  publish --period P                       发布一个月 publish a month
  report --period P [--release R]          生成月报 write the monthly report
  status [--period P]                      本月状态 the month at a glance
  verify                                   由原始文件重建并与已发布的比较 rebuild and compare
  serve                                    提供网页和接口 serve pages and API
  demo [--no-serve]                        用示例园区演示全流程 the whole line on sample parks
  --json 输出JSON  machine-readable output`;

const options = {
  json: { type: 'boolean', default: false },
  'no-serve': { type: 'boolean', default: false },
  source: { type: 'string' },
  period: { type: 'string' },
  tenant: { type: 'string' },
  release: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

interface Call {
  readonly words: readonly string[];
  readonly flags: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];
  readonly say: (line: string) => void;
}

type Answer = { readonly human: readonly string[]; readonly machine: unknown };

class Usage extends Error {}

function period(call: Call, required: true): Period;
function period(call: Call, required: false): Period | undefined;
function period({ flags }: Call, required: boolean): Period | undefined {
  if (flags.period === undefined && !required) return undefined;
  const parsed = parsePeriod(flags.period ?? '');
  if (parsed) return parsed;
  throw new Usage(`--period: “${flags.period ?? ''}” 应为2026-10这样的月份 | must be a month like 2026-10`);
}

async function withProgram<T>(work: (program: Program) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const { openProgram } = await import('./program.ts');
  const program = await openProgram(settings);
  try {
    return await work(program);
  } finally {
    await program.close();
  }
}

/** Each verb loads only what it needs: a word on the command line is answered at once. */
const verbs: Record<string, (call: Call) => Promise<Answer>> = {
  registry: async ({ words }) => {
    const { registry } = await import('./registry.ts');
    const [action, folder] = words;
    if (action !== 'load' || !folder) throw new Usage('registry load DIR');
    const { counts } = await withProgram((program) =>
      registry(program, { folder: resolve(folder), now: clock() }),
    );
    return {
      human: [
        `已载入 loaded: ${Object.entries(counts)
          .map(([name, n]) => `${name} ${n}`)
          .join(', ')}`,
      ],
      machine: counts,
    };
  },
  collect: async (call) => {
    const { collect } = await import('./collect.ts');
    const result = await withProgram((program) =>
      collect(program, { now: clock(), period: period(call, false), sourceId: call.flags.source }),
    );
    return { human: collected(result), machine: result };
  },
  deliver: async (call) => {
    const { deliver } = await import('./collect.ts');
    const { findings } = await import('../warehouse/deliveries.ts');
    const [file] = call.words;
    const uscc = call.flags.tenant;
    if (!file || !uscc) throw new Usage('deliver FILE --tenant USCC [--period P]');
    const path = resolve(file);
    const entry = await lstat(path).catch(() => undefined);
    if (!entry?.isFile())
      throw new Refusal(
        'file_unreadable',
        { zh: `找不到文件“${file}”，请核对路径`, en: `No such file "${file}": check the path` },
        { file },
      );
    const arrival = {
      path,
      fileName: basename(path),
      fileTime: entry.mtime,
      uscc,
      sourceId: null,
      declaredPeriod: period(call, false) ?? null,
    };
    const { result, found } = await withProgram(async (program) => {
      const taken = await deliver(program, arrival, clock());
      const [one] = taken.deliveries;
      return { result: taken, found: one ? await findings(program.database, one.id, findingsShown) : [] };
    });
    const [delivery] = result.deliveries;
    if (!delivery) return deliveredBefore(result);
    if (delivery.refusal) throw refusedFile(delivery);
    const more = delivery.rejected + delivery.set_aside > found.length && found.length === findingsShown;
    const rows = found.map(({ row, message }) => `  第${row}行 row ${row}: ${message.zh} | ${message.en}`);
    const rest = `全部问题 all findings: /api/v1/deliveries/${delivery.id}/findings`;
    return {
      human: [...collected(result), ...rows, ...(more ? [rest] : [])],
      machine: { ...delivery, replaced: result.replaced },
    };
  },
  publish: async (call) => {
    const { publish } = await import('./publish.ts');
    const { bakeSite } = await import('./site.ts');
    const month = period(call, true);
    const result = await withProgram(async (program) => {
      const published = await publish(program, { period: month, now: clock() });
      if (published.published) await bakeSite(program);
      return published;
    });
    const { release, published, counts } = result;
    const line = published
      ? `已发布 published ${release.id}: ${counts.cells} 个观测值 observations`
      : `${release.id} 已是最新，无变化 is current, nothing has changed`;
    return {
      human: [line, ...(counts.not_reported ? [`未报企业 not reported: ${counts.not_reported}`] : [])],
      machine: { ...counts, release: release.id, published, fingerprint: release.fingerprint },
    };
  },
  report: async (call) => {
    const { report } = await import('./report.ts');
    const month = period(call, true);
    const result = await withProgram((program) =>
      report(program, { period: month, now: clock(), release: call.flags.release }),
    );
    return { human: result.files, machine: result };
  },
  status: async (call) => {
    const { status } = await import('./status.ts');
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
  verify: async () => {
    const { verify } = await import('./verify.ts');
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
  serve: async ({ say }) => {
    await withProgram((program) => serving(program, say));
    return { human: [], machine: {} };
  },
  demo: async ({ flags, say }) => {
    const { runDemo } = await import('./demo.ts');
    const started = performance.now();
    const { program, result } = await runDemo(readSettings(), say);
    try {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const { counts } = result;
      say(
        `完成 done in ${seconds} s: ${counts.files} 个文件 files, ${counts.rows_read} 行 rows, 接受 accepted ${counts.accepted}, 驳回 rejected ${counts.rejected}, 搁置 set aside ${counts.set_aside}, 拒收文件 files refused ${counts.refused}, ${counts.releases} 次发布 releases, ${counts.cells} 个观测值 cells`,
      );
      say(`数据 data: ${program.settings.dataDir} · 数据库 database: ${program.databaseLocation}`);
      say(`月报 report: ${result.reports.join(' , ')}`);
      if (result.site) say(`静态网页 static page: ${result.site}/index.html`);
      if (!flags['no-serve']) await serving(program, say);
      return { human: [], machine: { ...counts, seconds: Number(seconds) } };
    } finally {
      await program.close();
    }
  },
};

const findingsShown = 20;

type Described = CollectResult['deliveries'][number];

function refusedFile({ refusal, ...delivery }: Described): Refusal {
  return new Refusal(
    'file_unreadable',
    { zh: refusal?.zh ?? '', en: refusal?.en ?? '' },
    { ...delivery, refusal },
  );
}

/** The same bytes from the same tenant are the same delivery: what became of it then is said again. */
function deliveredBefore({ again }: CollectResult): Answer {
  const [delivery] = again;
  if (!delivery) throw new Error('neither taken in nor known');
  if (delivery.refusal) throw refusedFile(delivery);
  const line = `该文件已于${delivery.received_at}报送 delivered before: ${delivery.id} (${delivery.state})`;
  if (delivery.state === 'in_force')
    return { human: [line], machine: { ...delivery, already_delivered: true } };
  const text =
    delivery.state === 'superseded'
      ? {
          zh: '已被后来的报送取代；如需恢复，请在文件中作一处改动（如增加备注列）后重新报送',
          en: 'a later delivery has taken its place: to bring it back, change the file in some place (such as a remark column) and deliver it again',
        }
      : {
          zh: '其中没有可接受的行；请改正后重新报送',
          en: 'none of its rows could be accepted: correct it and deliver it again',
        };
  throw new Refusal('file_unreadable', { zh: `${line}：${text.zh}`, en: text.en }, { ...delivery });
}

function collected({ counts, deliveries, failures, again, replaced }: CollectResult): string[] {
  const summary = `收到文件 files ${counts.files}, 新 new ${counts.new}: 行 rows ${counts.rows_read}, 接受 accepted ${counts.accepted}, 驳回 rejected ${counts.rejected}, 搁置 set aside ${counts.set_aside}, 拒收 refused ${counts.refused}`;
  const refusals = deliveries
    .filter(({ refusal }) => refusal)
    .map(({ file_name, refusal }) => `${file_name}: ${refusal?.zh} | ${refusal?.en}`);
  const names = new Map(deliveries.map(({ id, file_name }) => [id, file_name]));
  return [
    summary,
    ...refusals,
    ...again.map(({ file_name, id, state }) => `${file_name}: 以前已报送 delivered before, ${id} (${state})`),
    ...replaced.map(
      ({ id, customs_mode, flow, period: month, before, after }) =>
        `${names.get(id)} 取代 supersedes: ${customs_mode} ${flow} ${month}, ${before} → ${after} 行 lines`,
    ),
    ...failures.map(({ source_id, message }) => `${source_id}: ${message}`),
  ];
}

/** Serves until Ctrl-C or a request to end; then finishes what is under way. */
async function serving(program: Program, say: (line: string) => void): Promise<void> {
  const { serve } = await import('./serve.ts');
  const server = await serve(program, say);
  say(`网页和接口 pages and API: ${server.address} (Ctrl-C 结束 stops)`);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  await server.stop();
}

async function main(): Promise<number> {
  let json = false;
  try {
    const { values: flags, positionals } = parseArgs({ options, allowPositionals: true });
    json = flags.json;
    const [verb, ...words] = positionals;
    if (flags.help || !verb) {
      console.log(usage);
      return flags.help ? 0 : 2;
    }
    const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!run) throw new Usage(`未知命令 unknown verb “${verb}”`);
    const answer = await run({
      words,
      flags,
      say: (line) => (json ? console.error(line) : console.log(line)),
    });
    if (json) console.log(JSON.stringify(answer.machine));
    else for (const line of answer.human) console.log(line);
    return 0;
  } catch (error) {
    return failed(error, json);
  }
}

function failed(error: unknown, json: boolean): number {
  const wrongUse =
    error instanceof Usage ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (wrongUse) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (!(error instanceof Refusal)) {
    console.error(
      outOfSpace(error) ? '磁盘已满，请清理后重试 | The disk is full: free some space and try again' : error,
    );
    return 1;
  }
  if (json) console.log(JSON.stringify({ code: error.code, message: error.message, details: error.details }));
  else console.error(error.message);
  return 1;
}

function outOfSpace(error: unknown): boolean {
  return error instanceof Error && /ENOSPC|No space left on device|No space left/i.test(error.message);
}

process.exitCode = await main();
