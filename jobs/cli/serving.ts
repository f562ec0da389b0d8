import { dirname } from 'node:path';
import { clock } from '../clock.ts';
import { logOf } from '../log.ts';
import type { Program } from '../program.ts';
import { readSettings } from '../settings.ts';
import { type Answer, type Call, type Verb, withProgram } from './call.ts';

export const servingVerbs = {
  serve: {
    words: 0,
    run: async ({ say }) => {
      await withProgram((program) => serving(program, say), true);
      return { human: [], machine: {} };
    },
  },
  demo: { words: 0, run: demo },
} as const satisfies Record<string, Verb>;

async function demo({ flags, say }: Call): Promise<Answer> {
  const { runDemo } = await import('../demo.ts');
  const started = performance.now();
  const { program, result } = await runDemo(readSettings(), say);
  try {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const { counts } = result;
    say(
      `完成 done in ${seconds} s: ${counts.files} 个文件 files, ${counts.rows_read} 行 rows, 接受 accepted ${counts.accepted}, 驳回 rejected ${counts.rejected}, 搁置 set aside ${counts.set_aside}, 拒收文件 files refused ${counts.refused}, ${counts.releases} 次发布 releases, ${counts.cells} 个观测值 cells`,
    );
    say(`数据 data: ${program.settings.dataDir} · 数据库 database: ${program.databaseLocation}`);
    const [first] = result.reports;
    if (first) say(`月报 reports: ${result.reports.length} 个文件 files, ${dirname(first)}`);
    if (result.site) say(`静态网页 static page: ${result.site}/index.html`);
    if (!flags['no-serve']) {
      const log = logOf(program.settings, true, clock);
      await serving({ ...program, log }, say);
    }
    return { human: [], machine: { ...counts, seconds: Number(seconds) } };
  } finally {
    await program.close();
  }
}

/** While there is no administrator: a link that makes the first one, new at each start. */
async function sayFirstLink(
  { database, settings }: Program,
  address: string,
  say: Call['say'],
): Promise<void> {
  const { firstAdminLink } = await import('../../api/access/links.ts');
  const link = await firstAdminLink(database, clock());
  if (!link) return;
  say(
    `首位管理员请打开以下链接建立账户（只能用一次，24小时内有效） to make the first administrator, open (once, within 24 h):\n  ${new URL(link.path, settings.publicUrl ?? `${address}/`).href}`,
  );
}

/** Serves until Ctrl-C or a request to end; then finishes what is under way. */
async function serving(program: Program, say: (line: string) => void): Promise<void> {
  const { serve } = await import('../serve.ts');
  const server = await serve(program);
  say(`网页和接口 pages and API: ${server.address} (Ctrl-C 结束 stops)`);
  await sayFirstLink(program, server.address, say);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  await server.stop();
}
