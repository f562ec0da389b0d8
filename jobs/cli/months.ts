import { resolve } from 'node:path';
import type { ReleaseCause } from '../../catalogue/causes.ts';
import { dimensions } from '../../catalogue/indicators.ts';
import { total } from '../../catalogue/mode.ts';
import type { Change } from '../../warehouse/changes.ts';
import { clock } from '../clock.ts';
import type { Site } from '../site.ts';
import { type Answer, type Call, period, Usage, type Verb, withProgram } from './call.ts';

/** What is done about the registry and about months. */
export const monthVerbs = {
  registry: { words: 2, run: registry },
  draft: { words: 0, run: draft },
  publish: { words: 0, run: publish },
  report: {
    words: 0,
    run: async (call) => {
      const { report } = await import('../report.ts');
      const month = period(call, true);
      const result = await withProgram((program) =>
        report(program, {
          period: month,
          now: clock(),
          release: call.flags.release,
          park: call.flags.park,
        }),
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
      const { statusLines } = await import('../status-lines.ts');
      return {
        human: statusLines(now),
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

/** Cells that are named; all of them stand at /api/v1/drafts/{period}/changes. */
const told = 10;

async function draft(call: Call): Promise<Answer> {
  const { draft: draw } = await import('../draft.ts');
  const { readDraftChanges } = await import('../../warehouse/drafts.ts');
  const month = period(call, true);
  const { result, changes } = await withProgram(async (program) => {
    const drawn = await draw(program, {
      period: month,
      now: clock(),
      leaveOutHeld: call.flags['leave-out-held'],
    });
    return { result: drawn, changes: await readDraftChanges(program.database, month, told, 0) };
  });
  const { manifest: _manifest, ...rest } = result.draft;
  const { base_release, moved, observations, causes } = rest;
  const line = base_release
    ? `与${base_release}相比变动${moved}个单元 cells that move against ${base_release}: ${moved}`
    : `尚未发布，${observations}个观测值 not released yet, observations: ${observations}`;
  return {
    human: [line, ...causesTold(causes, 'internal'), ...changes.map(changeTold)],
    machine: { ...rest, counts: result.counts, changes },
  };
}

function causesTold(causes: readonly ReleaseCause[], whose: 'public' | 'internal'): string[] {
  return causes.map(
    (cause) => `  ${cause.code} ${cause.public.zh}${whose === 'internal' ? ` ${cause.internal.zh}` : ''}`,
  );
}

function changeTold({ indicator, from, to, ...cell }: Change): string {
  const codes = dimensions
    .filter((dimension) => cell[dimension] !== total)
    .map((dimension) => cell[dimension]);
  return `  ${[indicator, ...codes].join(' ')}: ${from ?? '—'} → ${to ?? '—'}`;
}

function siteTold({ folder, files, bytes, refused }: Site): string[] {
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    `静态网站 static site: ${folder} (${files} 个文件 files, ${size})`,
    ...refused.map((path) => `  未含 left out: ${path}`),
  ];
}

async function publish(call: Call): Promise<Answer> {
  const { publish: draw } = await import('../publish.ts');
  const { bakeSite } = await import('../site.ts');
  const { awaitsSignature } = await import('../people.ts');
  const { flags } = call;
  const word = {
    final: flags.final,
    specialRevision: flags['special-revision'],
    notePublic: flags['reason-note-public']?.trim() || undefined,
    noteInternal: flags['reason-note-internal']?.trim() || undefined,
  };
  const order = { period: period(call, true), now: clock(), leaveOutHeld: flags['leave-out-held'], word };
  const result = await withProgram(async (program) => {
    if (await awaitsSignature(program, order.period)) return null;
    const published = await draw(program, order);
    return { ...published, site: published.published ? await bakeSite(program) : null };
  });
  if (result === null) return publishSigned(call);
  const { release, published, counts, causes, site } = result;
  const line = published
    ? `已发布 published ${release.id}: ${counts.cells} 个观测值 observations`
    : `${release.id} 已是最新，无变化 is current, nothing has changed`;
  return {
    human: [
      line,
      ...causesTold(causes, 'public'),
      ...(site ? siteTold(site) : []),
      ...(counts.not_reported ? [`未报企业 not reported: ${counts.not_reported}`] : []),
      ...(counts.held ? [`未含待核实的报送 left out, waiting for confirmation: ${counts.held}`] : []),
    ],
    machine: {
      ...counts,
      release: release.id,
      status: release.status,
      published,
      fingerprint: release.fingerprint,
      causes: causes.map(({ code }) => code),
      ...(site ? { site } : {}),
    },
  };
}

/** Where two people sign, what they signed. */
async function publishSigned(call: Call): Promise<Answer> {
  const { publishSubmission } = await import('../publish-submission.ts');
  const order = { period: period(call, true), now: clock(), by: call.flags.by ?? 'cli' };
  const { release, counts, site } = await withProgram((program) => publishSubmission(program, order));
  return {
    human: [
      `已发布 published ${release.id}: ${counts.observations} 个观测值 observations, ${counts.documents} 份月报 documents`,
      ...(site ? siteTold(site) : []),
    ],
    machine: {
      ...counts,
      release: release.id,
      status: release.status,
      published: true,
      ...(site ? { site } : {}),
    },
  };
}
