import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeCluster } from './postgres.ts';

/** A folder for the servers that the workers of a run start when first asked for one; they go when the run is over. */
export default async function servers(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'parkstat-servers-'));
  project.provide('servers', folder);
  return async () => {
    for (const name of await readdir(folder)) await removeCluster(join(folder, name));
    await rm(folder, { recursive: true, force: true });
  };
}
