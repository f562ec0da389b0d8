import { notify } from '../warehouse/notify.ts';
import { loadRegistry, type RegistryCounts } from '../warehouse/registry.ts';
import type { Program } from './program.ts';
import { runJob } from './run-job.ts';

export async function registry(
  program: Program,
  { folder, now }: { folder: string; now: Date },
): Promise<{ counts: RegistryCounts & Record<string, number> }> {
  return runJob(program, 'registry', folder, now, async (station, runId) => {
    const counts = await station('load', () => loadRegistry(program.database, folder));
    await notify(program.database, 'registry_loaded', runId);
    return { counts: { ...counts } };
  });
}
