import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportJob } from './job.ts';

/** Where exports lie: a folder for each, named by its id, with what is known of it and its file. */
export interface Shelf {
  fileOf(job: Pick<ExportJob, 'id' | 'format'>): string;
  save(job: ExportJob): Promise<void>;
  /** Every export that is known; what is none is removed. */
  load(): Promise<ExportJob[]>;
  remove(id: string): Promise<void>;
}

const known = 'export.json';
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createShelf(folder: string): Shelf {
  // An id is one of ours or no place at all: nothing that a client says becomes part of a path.
  const placeOf = (name: string) => {
    if (!id.test(name)) throw new Error(`not an export: ${name}`);
    return join(folder, name);
  };
  const remove = (name: string) => rm(placeOf(name), { recursive: true, force: true });
  return {
    remove,
    fileOf: ({ id, format }) => join(placeOf(id), `data.${format}`),
    save: async (job) => {
      const place = placeOf(job.id);
      await mkdir(place, { recursive: true });
      const fresh = join(place, `${known}.${crypto.randomUUID()}`);
      await writeFile(fresh, JSON.stringify(job), { flush: true });
      await rename(fresh, join(place, known));
    },
    load: async () => {
      await mkdir(folder, { recursive: true });
      const names = (await readdir(folder)).filter((name) => id.test(name));
      const jobs: ExportJob[] = [];
      for (const name of names) {
        const text = await readFile(join(folder, name, known), 'utf8').catch(() => null);
        if (text === null) await remove(name);
        else jobs.push(JSON.parse(text) as ExportJob);
      }
      return jobs;
    },
  };
}
