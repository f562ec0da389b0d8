import { total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { statuses } from '../catalogue/status.ts';
import type { AnnouncedDays } from '../warehouse/calendar-entries.ts';
import type { Database } from '../warehouse/database.ts';
import { findRelease, listReleases } from '../warehouse/releases.ts';
import { editsInForce } from '../warehouse/report-edits.ts';
import type { Fact, NamePiece, Passage, Report, Section } from './content.ts';
import { applyEdits } from './edits.ts';
import { type Schedule, scheduleAfter } from './schedule.ts';
import { annex } from './sections/annex.ts';
import { parkName } from './sections/cells.ts';
import { highlights } from './sections/highlights.ts';
import { modes } from './sections/modes.ts';
import { notes } from './sections/notes.ts';
import { notice } from './sections/notice.ts';
import { overview } from './sections/overview.ts';
import { parks } from './sections/parks.ts';
import { quality } from './sections/quality.ts';
import { releaseName, revisions } from './sections/revisions.ts';
import { scheduleSection } from './sections/schedule.ts';
import { structure } from './sections/structure.ts';
import { type Known, refuseUnsound } from './sound.ts';
import { ownValue, readVintage, releasedParks, type Vintage } from './vintage.ts';
import { instant, month, name, plain, words } from './wording.ts';

export interface ReportOptions {
  readonly period: Period;
  /** The release to report; without, the latest of the period. */
  readonly release?: string | undefined;
  /** Only releases published by then count. */
  readonly asOf?: Date | undefined;
  /** Without, the report is of the city. */
  readonly park?: string | undefined;
}

/** The parks that a release has a report of, by code. */
export async function parksOf(database: Database, options: ReportOptions): Promise<string[]> {
  const parks = await releasedParks(database, await chosenRelease(database, options));
  return parks.map(({ park_id }) => park_id).toSorted();
}

/**
 * The monthly report of a release. All its numbers, those of the months compared with included, are as they stood when
 * the release was published, so that the report of an old release can be written again, byte for byte.
 */
export async function buildReport(database: Database, options: ReportOptions): Promise<Report> {
  const { generated, known, writtenAt } = await generateReport(database, options);
  const edits = await editsInForce(database, generated, writtenAt);
  const { report } = applyEdits(generated, edits);
  refuseUnsound(report, known);
  return report;
}

export interface Generated {
  /** As the rules make it, without what officers wrote. */
  readonly generated: Report;
  readonly known: Known;
  /** Up to when edits count. */
  readonly writtenAt: Date;
}

export async function generateReport(database: Database, options: ReportOptions): Promise<Generated> {
  const release = await chosenRelease(database, options);
  const scope = options.park ?? total;
  const vintage = await readVintage(database, release, scope);
  if (scope !== total && !vintage.parks.some(({ park_id }) => park_id === scope))
    throw unknownPark(scope, vintage);
  return {
    generated: reportOf(vintage),
    known: (number) => ownValue(vintage, number),
    writtenAt: release.written_at ?? release.published_at,
  };
}

/** Everything that a vintage has to tell, by the rules. */
export function reportOf(vintage: Vintage): Report {
  const { release, period, scope } = vintage;
  return {
    release: release.id,
    period,
    park: scope,
    status: release.status,
    publishedAt: release.dated_at ?? release.published_at,
    title: titleOf(vintage),
    facts: facts(vintage),
    notice: notice(vintage),
    sections: sections(vintage, scheduleAfter(period, release.next_days as AnnouncedDays | null)),
    notes: notes(vintage),
  };
}

function sections(vintage: Vintage, schedule: Schedule): Section[] {
  return [
    ...[highlights, overview, modes, parks, structure, revisions, quality].map((of) => of(vintage)),
    scheduleSection(schedule),
    annex(vintage),
  ];
}

async function chosenRelease(database: Database, { period, release, asOf }: ReportOptions) {
  const releases = (await listReleases(database, asOf)).filter((one) => one.period === period);
  const id = release ?? releases[0]?.id;
  const found = releases.some((one) => one.id === id) && id ? await findRelease(database, id) : undefined;
  if (found) return found;
  const known = releases.map((one) => one.id);
  throw new Refusal(
    'no_release',
    known.length
      ? {
          zh: `${period}没有发布版本${release}，已有：${known.join('、')}`,
          en: `${period} has no release ${release}; there are: ${known.join(', ')}`,
        }
      : {
          zh: `${period}尚未发布，请先发布：parkstat publish --period ${period}`,
          en: `${period} has not been released; release it first: parkstat publish --period ${period}`,
        },
    { period, release: release ?? null, releases: known },
  );
}

function unknownPark(park: string, vintage: Vintage): Refusal {
  const known = vintage.parks.map(({ park_id }) => park_id);
  return new Refusal(
    'not_found',
    {
      zh: `发布版本${vintage.release.id}没有园区“${park}”，可选：${known.join('、')}`,
      en: `Release ${vintage.release.id} has no park "${park}"; there are: ${known.join(', ')}`,
    },
    { park, parks: known },
  );
}

function titleOf(vintage: Vintage): Passage {
  const period = month(vintage.period);
  const edition = editionOf(vintage);
  if (vintage.scope === total)
    return {
      zh: words`${period}跨境电商产业园区统计月报${edition.zh}`,
      en: words`Cross-border E-commerce Parks: Monthly Statistical Report, ${period}${edition.en}`,
    };
  const park = parkName(vintage, vintage.scope);
  return {
    zh: words`${period}${park}统计月报${edition.zh}`,
    en: words`${park}: Monthly Statistical Report, ${period}${edition.en}`,
  };
}

/** The first edition bears no word of it. */
function editionOf({ editions }: Vintage): Message {
  return editions.former ? { zh: '（更正版）', en: ' (corrected)' } : { zh: '', en: '' };
}

function facts(vintage: Vintage): Fact[] {
  const { release, scope } = vintage;
  const id = name(release.id, { zh: release.id, en: release.id });
  const status = statuses[release.status];
  const of =
    scope === total ? plain({ zh: '全市', en: 'Whole city' }) : coded(parkName(vintage, scope), scope);
  const period = month(vintage.period);
  const at = instant(release.dated_at ?? release.published_at);
  return [
    { name: { zh: '范围', en: 'Scope' }, value: of },
    { name: { zh: '报告期', en: 'Period' }, value: { zh: words`${period}`, en: words`${period}` } },
    {
      name: { zh: '版本', en: 'Release' },
      value: { zh: words`${id} ${status.zh}`, en: words`${id}, ${status.en.toLowerCase()}` },
    },
    {
      name: { zh: '发布时间', en: 'Published' },
      value: { zh: words`${at}（北京时间）`, en: words`${at} (Beijing time)` },
    },
    ...editionFact(vintage),
    { name: { zh: '口径', en: 'Basis' }, value: basis },
  ];
}

function coded(called: NamePiece, code: string): Passage {
  const own = name(code, { zh: code, en: code });
  return { zh: words`${called}（${own}）`, en: words`${called} (${own})` };
}

function editionFact({ editions }: Vintage): Fact[] {
  if (!editions.former) return [];
  const id = releaseName(editions.former.release);
  const value = { zh: words`更正版，代替${id}`, en: words`Correction, replaces ${id}` };
  return [{ name: { zh: '版次', en: 'Edition' }, value }];
}

const basis = plain({
  zh: '监管方式口径；进口按放行月，出口按结关月；园区按企业入驻关系',
  en: 'By customs mode; imports by month of release, exports by month of clearance; park by tenancy',
});
