import { join } from 'node:path';
import type { CellCodes } from '../catalogue/causes.ts';
import { bound } from './bound.ts';
import { published } from './changes.ts';
import type { Database } from './database.ts';
import { cellNames, copyDrafted } from './observations.ts';
import type { ReportContent, Submission } from './submissions.ts';

/** What a reviewer has not seen yet: against the submission that they saw before. */
export interface SubmissionChanges {
  readonly cells: readonly (CellCodes & { readonly from: string | null; readonly to: string | null })[];
  /** Cells in all; the first stand above. */
  readonly moved: number;
  readonly sentences: readonly {
    readonly park: string;
    readonly id: string;
    readonly from: { readonly zh: string; readonly en: string } | null;
    readonly to: { readonly zh: string; readonly en: string } | null;
  }[];
  readonly charts: readonly { readonly park: string; readonly id: string }[];
  readonly tables: readonly { readonly park: string; readonly id: string }[];
}

const cellsTold = 100;

export async function submissionChanges(
  database: Database,
  folder: string,
  before: Submission,
  after: Submission,
): Promise<SubmissionChanges> {
  const scopes = [...new Set([...before.content, ...after.content].map(({ park }) => park))];
  const pairs = scopes.map((park) => ({
    park,
    old: before.content.find((one) => one.park === park),
    fresh: after.content.find((one) => one.park === park),
  }));
  return {
    ...(await cellsMoved(database, join(folder, before.file), join(folder, after.file))),
    sentences: pairs.flatMap(sentencesMoved),
    charts: pairs.flatMap((pair) => namesMoved(pair, 'charts')),
    tables: pairs.flatMap((pair) => namesMoved(pair, 'tables')),
  };
}

interface Pair {
  readonly park: string;
  readonly old: ReportContent | undefined;
  readonly fresh: ReportContent | undefined;
}

function sentencesMoved({ park, old, fresh }: Pair): SubmissionChanges['sentences'] {
  const [from, to] = [old, fresh].map((content) => new Map(content?.sentences.map((one) => [one.id, one])));
  const ids = [...new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])];
  return ids.flatMap((id) => {
    const [one, other] = [from?.get(id), to?.get(id)];
    if (one?.zh === other?.zh && one?.en === other?.en) return [];
    return [{ park, id, from: one ? words(one) : null, to: other ? words(other) : null }];
  });
}

function words({ zh, en }: { readonly zh: string; readonly en: string }) {
  return { zh, en };
}

function namesMoved({ park, old, fresh }: Pair, kind: 'charts' | 'tables'): { park: string; id: string }[] {
  const ids = [...new Set([...Object.keys(old?.[kind] ?? {}), ...Object.keys(fresh?.[kind] ?? {})])];
  return ids.filter((id) => old?.[kind][id] !== fresh?.[kind][id]).map((id) => ({ park, id }));
}

async function cellsMoved(
  database: Database,
  before: string,
  after: string,
): Promise<Pick<SubmissionChanges, 'cells' | 'moved'>> {
  if (before === after) return { cells: [], moved: 0 };
  return bound(database, async (within) => {
    const client = await within.pool.connect();
    try {
      await copyDrafted(client, before);
      await client.query('alter table drafted rename to reviewed');
      await copyDrafted(client, after);
      const { rows } = await client.query(
        `select *, count(*) over () as total from (
           select ${cellNames}, old.value::text as "from", new.value::text as "to",
             abs(coalesce(new.value, 0) - coalesce(old.value, 0)) as size
           from (select *, true as is_there from drafted) as new
           full join (select *, true as is_there from reviewed) as old using (${cellNames})
           where new.value is distinct from old.value or new.reason is distinct from old.reason
             or new.is_there is null or old.is_there is null
         ) as moved
         order by indicator = 'trade_value' desc, size desc, ${cellNames} limit ${cellsTold}`,
      );
      const cells = rows.map(({ size: _size, total: _total, ...row }) => ({
        ...row,
        from: published(row.indicator, row.from),
        to: published(row.indicator, row.to),
      }));
      return { cells, moved: Number(rows[0]?.total ?? 0) };
    } finally {
      client.release();
    }
  });
}
