import { join } from 'node:path';
import { createOidc } from '../api/access/oidc.ts';
import { buildApp } from '../api/app.ts';
import { createReceiver } from '../api/uploads.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { modelsBehind } from '../transform/trace.ts';
import { noteKnownCells } from '../warehouse/availability.ts';
import { clock } from './clock.ts';
import { collectionOf } from './collection.ts';
import { deskOf } from './desk.ts';
import { faultLines } from './fault.ts';
import { fedCells } from './fed-cells.ts';
import type { Program } from './program.ts';
import { releasedFiles } from './released-files.ts';
import { reportTexts, withinDraft } from './report-texts.ts';
import { startScheduler } from './scheduler.ts';
import { releasePlan, uploadLimits } from './settings.ts';
import { builtSite } from './site.ts';
import { sqlModeOf } from './sql-mode.ts';
import { tableFiles } from './table-files.ts';
import { trace } from './trace.ts';

export interface Server {
  readonly address: string;
  stop(): Promise<void>;
}

/** Serves the API and the page, and keeps the schedule. */
export async function serve(program: Program): Promise<Server> {
  const { host, port, schedule, writes, dataDir, requestsPerMinute, contact } = program.settings;
  const { signIn, published, publicUrl, oidc, mail } = program.settings;
  const { log } = program;
  const sqlMode = sqlModeOf(program);
  const app = await buildApp({
    database: program.database,
    siteDir: await builtSite(),
    now: clock,
    logger: { level: 'error', stream: { write: (entry) => log.error({ message: faultLines(entry) }) } },
    collection: collectionOf(program),
    desk: deskOf(program),
    tracing: { trace: (query) => trace(program, query), fed: (id, page) => fedCells(program, id, page) },
    texts: reportTexts(program.database, withinDraft(program, clock)),
    models: modelsBehind,
    sqlMode,
    receive: createReceiver(uploadLimits(program.settings), join(dataDir, 'tmp')),
    rateLimit: requestsPerMinute ? { perMinute: requestsPerMinute, sparesLocal: true } : null,
    exportFolder: join(dataDir, 'exports'),
    files: tableFiles(join(dataDir, 'tmp'), program.ingest.duck),
    writes,
    plan: releasePlan(program.settings),
    contact,
    delivery: { mail: mail !== null, publicUrl: publicUrl?.href ?? null },
    access: { signIn, published, secureCookies: publicUrl?.protocol === 'https:' },
    oidc: oidc && publicUrl && createOidc(program.database, { ...oidc, publicUrl }),
  });
  try {
    const address = await app.listen({ host, port });
    const prepared = prepare(program);
    const scheduler = schedule ? startScheduler(program) : undefined;
    log.info({ message: `已开始 listening at ${address}` });
    return {
      address,
      stop: async () => {
        log.info({ message: '正在停止 stopping' });
        await scheduler?.stop();
        await app.close();
        await sqlMode.close();
        await prepared;
      },
    };
  } catch (error) {
    await app.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES')
      throw noSuchHost(host, port, error);
    if (code !== 'EADDRINUSE') throw error;
    throw new Refusal(
      'configuration',
      {
        zh: `端口${port}已被占用，请用PORT指定其他端口`,
        en: `Port ${port} is in use: choose another with PORT`,
      },
      {},
      { cause: error },
    );
  }
}

/** What the first reader of the query page would else wait for; later releases are prepared when they are asked for. */
async function prepare(program: Program): Promise<void> {
  try {
    await noteKnownCells(program.database);
    await releasedFiles(program);
  } catch (error) {
    program.log.error({ message: `查询准备未完成 preparing queries failed: ${String(error)}` });
  }
}

function noSuchHost(host: string, port: number, cause: unknown): Refusal {
  const text = {
    zh: `无法在${host}:${port}监听，请核对HOST和PORT（本机地址、有权使用的端口）`,
    en: `Cannot listen at ${host}:${port}: check HOST and PORT (an address of this machine, a port that you may use)`,
  };
  return new Refusal('configuration', text, { host, port }, { cause });
}
