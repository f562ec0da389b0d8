import { Feed } from 'feed';
import { amountInWords, monthInWords, rateInWords } from '../catalogue/amount-words.ts';
import type { Transform } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { compare } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import { statuses } from '../catalogue/status.ts';
import { type Database, snapshot } from '../warehouse/database.ts';
import { recentReleases } from '../warehouse/releases.ts';
import { listReports } from '../warehouse/report-files.ts';
import { readSeries } from '../warehouse/series.ts';
import { oneOf, orRefused, record, Type } from './schema.ts';
import type { Context, Reply, Server } from './server.ts';

type Language = keyof Message;
type Listed = Awaited<ReturnType<typeof recentReleases>>[number];

const mediaType = 'application/atom+xml; charset=utf-8';
/** Two years with their corrections; readers of feeds keep what they have read. */
const entries = 30;

const schema = {
  operationId: 'readFeed',
  tags: ['releases'],
  summary: '发布动态（Atom） | Releases as an Atom feed',
  description:
    '最新30次发布，新的在前；更正另行标明。 | The last 30 releases, the newest first; corrections are marked.',
  querystring: record({
    lang: Type.Optional(oneOf(['zh', 'en'], { description: '语言，不写为zh | Language', examples: ['zh'] })),
  }),
  response: {
    200: {
      description: 'Atom 1.0 (RFC 4287)',
      content: {
        'application/atom+xml': {
          schema: Type.String(),
          example: '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">…</feed>',
        },
      },
    },
    ...orRefused(400),
  },
};

/** Stands for the server while nobody has said where it is reached: the package takes whole addresses only. */
const nowhere = 'http://parkstat.invalid/';

/** What was published, for programs that look now and then. */
export function feedRoute(server: Server, { database, delivery, contact }: Context): void {
  server.get('/feed.atom', { config: { access: 'published' }, schema }, async ({ query }, reply) => {
    const { lang = 'zh' } = query as { lang?: Language };
    const feed = await snapshot(database, (frozen) =>
      feedOf(frozen, lang, delivery.publicUrl ?? nowhere, contact),
    );
    (reply as Reply).type(mediaType).send(feed.replaceAll(nowhere, '/'));
    return reply as never;
  });
}

const title = { zh: '跨境电商产业园区统计：发布动态', en: 'Cross-border e-commerce parks: releases' };

/** `base`: where addresses begin, with a slash at its end. */
async function feedOf(database: Database, language: Language, base: string, contact: string | null) {
  const releases = await recentReleases(database, entries);
  const feed = new Feed({
    id: 'urn:parkstat:releases',
    title: title[language],
    language: language === 'zh' ? 'zh-CN' : 'en',
    link: base,
    feed: `${base}feed.atom${language === 'zh' ? '' : '?lang=en'}`,
    generator: 'parkstat',
    author: { name: contact ?? 'parkstat' },
    // Nothing of the clock: the same releases make the same feed.
    updated: releases[0]?.published_at ?? new Date(0),
  });
  for (const release of releases) feed.addItem(await entryOf(database, release, language, base));
  return feed.atom1();
}

async function entryOf(database: Database, release: Listed, language: Language, base: string) {
  const { id, period, number, status, published_at } = release;
  const reports = (await listReports(database, period)).filter(
    (one) => one.release === id && one.park === total && one.language === language,
  );
  const address = (format: string) =>
    `${base}api/v1/reports/${period}.${format}?lang=${language}&release=${id}`;
  const sentence = await sentenceOf(database, release);
  const month = monthInWords(period as Period);
  const mark = number === 1 ? statuses[status] : { zh: '更正', en: 'Corrected' };
  const links = reports.map(({ format }) => `<a href="${escaped(address(format))}">${format}</a>`).join(' ');
  return {
    id: `urn:parkstat:release:${id}`,
    title: { zh: `${month.zh}数据（${mark.zh}）`, en: `${month.en} (${mark.en.toLowerCase()})` }[language],
    link: reports.some(({ format }) => format === 'html') ? address('html') : `${base}api/v1/releases/${id}`,
    date: published_at,
    published: published_at,
    description: sentence[language],
    content: `<p>${escaped(sentence[language])}</p>${links ? `<p>${links}</p>` : ''}`,
    category: number === 1 ? [] : [{ name: mark[language], term: 'correction' }],
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What the release says first, as its readers saw it on its day. */
async function sentenceOf(database: Database, { period, published_at, id }: Listed): Promise<Message> {
  const at = async (transform: Transform) => {
    const month = period as Period;
    const [row] = await readSeries(database, {
      ...{ indicator: 'trade_value', select: {}, from: month, to: month, last: null, transform },
      asOf: published_at,
    });
    return row?.value ?? null;
  };
  const [level, yoy] = [await at('level'), await at('yoy')];
  const month = monthInWords(period as Period);
  if (level === null)
    return { zh: `${month.zh}数据，版本${id}。`, en: `Figures of ${month.en}, release ${id}.` };
  const value = amountInWords(level);
  const isRise = yoy !== null && compare(yoy, '0') >= 0;
  const rate = yoy === null ? '' : rateInWords(yoy);
  return {
    zh: `${month.zh}进出口额${value.zh}${rate ? `，同比${isRise ? '增长' : '下降'}${rate}` : ''}（版本${id}）。`,
    en: `Trade value of ${month.en}: ${value.en}${rate ? `, ${isRise ? 'up' : 'down'} ${rate} on a year earlier` : ''} (release ${id}).`,
  };
}
