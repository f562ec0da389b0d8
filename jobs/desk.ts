import { readFile, realpath } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import type { Desk } from '../api/desk.ts';
import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { buildReport, parksOf } from '../reports/report.ts';
import { summaryOf } from '../reports/summary.ts';
import { isHeld } from '../warehouse/database.ts';
import { latestRelease } from '../warehouse/releases.ts';
import { clock } from './clock.ts';
import type { Program } from './program.ts';
import { publishSubmission } from './publish-submission.ts';
import { readReview } from './review.ts';
import { rollBack } from './roll-back.ts';
import { simulate } from './simulate.ts';
import { submit } from './submit.ts';

/** What the API asks of months that needs files or the engine. */
export function deskOf(program: Program, now: () => Date = clock): Desk {
  return {
    review: (period) => readReview(program, { period, now: now() }),
    submit: (asked) => oneAtATime(program, () => submit(program, { ...asked, now: now() })),
    publish: async (asked) => {
      const { release } = await oneAtATime(program, () =>
        publishSubmission(program, { ...asked, now: now() }),
      );
      return { release: release.id };
    },
    rollBack: async (asked) => {
      const done = await oneAtATime(program, () => rollBack(program, { ...asked, now: now() }));
      return { release: done.release.id, from: done.from, to: done.to };
    },
    simulate: (period, at) => oneAtATime(program, () => simulate(program, { period, at, now: now() })),
    simulated: (period, path) => fileBelow(join(program.settings.dataDir, 'simulated', period), path),
    reported: (period, park) => reported(program, period, park),
  };
}

/** Each takes up to a minute: who asks meanwhile is told, and need not wait without knowing for what. */
async function oneAtATime<T>({ database }: Program, work: () => Promise<T>): Promise<T> {
  if (!(await isHeld(database, 'publish'))) return work();
  throw new Refusal(
    'busy',
    {
      zh: '正在起草、送审、模拟或发布另一次，请约30秒后再试',
      en: 'Another drafting, submission, simulation or publication is under way: try again in about 30 s',
    },
    { seconds: 30 },
  );
}

/** A file below a folder; undefined where there is none, or the path or a link leads out of it. */
async function fileBelow(folder: string, path: string): Promise<Buffer | undefined> {
  const wanted = normalize(join(folder, path));
  if (!wanted.startsWith(folder + sep)) return undefined;
  const [root, real] = await Promise.all([folder, wanted].map((one) => realpath(one).catch(() => undefined)));
  if (!root || !real?.startsWith(root + sep)) return undefined;
  return readFile(real).catch(() => undefined);
}

async function reported({ database }: Program, period: Period, park: string) {
  const release = await latestRelease(database, period);
  if (!release) return undefined;
  const options = { period, release: release.id };
  if (park !== total && !(await parksOf(database, options)).includes(park)) return undefined;
  return { release: release.id, content: summaryOf(await buildReport(database, { ...options, park })) };
}
