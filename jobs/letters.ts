import { createHash, createHmac } from 'node:crypto';
import { cellName, quantityInWords } from '../catalogue/alerts.ts';
import { rateInWords } from '../catalogue/amount-words.ts';
import type { IndicatorId, Transform } from '../catalogue/indicators.ts';
import { total } from '../catalogue/mode.ts';
import { compare } from '../catalogue/number.ts';
import type { Period } from '../catalogue/period.ts';
import {
  type DigestLink,
  digestOf,
  type Letter,
  type LetterContent,
  writeLetter,
} from '../reports/digest.ts';
import { buildReport } from '../reports/report.ts';
import { parkNames } from '../warehouse/announcements.ts';
import type { Database } from '../warehouse/database.ts';
import type { Outgoing } from '../warehouse/outgoing.ts';
import { findRelease } from '../warehouse/releases.ts';
import { listReports } from '../warehouse/report-files.ts';
import { readSeries } from '../warehouse/series.ts';
import { findSubscription } from '../warehouse/subscriptions.ts';

export interface LetterPlace {
  /** With a slash at its end; null: mails lead nowhere. */
  readonly publicUrl: URL | null;
  /** Ends what the mail was sent for; null: nothing to end. */
  readonly endUrl: string | null;
  readonly contact: string | null;
}

/** What links of a mail carry: known to nobody but who has the key, and the same for the same subscription. */
export function endToken(
  key: Buffer,
  { subscription_id, rule_id }: Pick<Outgoing, 'subscription_id' | 'rule_id'>,
) {
  const of = subscription_id === null ? `rule ${rule_id}` : `subscription ${subscription_id}`;
  return createHmac('sha256', key).update(`parkstat unsubscribe ${of}`).digest('base64url');
}

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The mail of a row: for a release, made from its report as it was published. The same row gives the same letter. */
export async function letterOf(database: Database, mail: Outgoing, place: LetterPlace): Promise<Letter> {
  const content =
    mail.subject === null ? await reportContent(database, mail, place) : writtenContent(mail, place);
  return writeLetter(content, mail.language);
}

async function reportContent(database: Database, mail: Outgoing, place: LetterPlace): Promise<LetterContent> {
  const { release_id, language, period } = mail;
  const subscription = await findSubscription(database, mail.subscription_id ?? '0');
  const park = subscription?.park ?? total;
  const report = await buildReport(database, {
    period: period as Period,
    release: release_id ?? undefined,
    park: park === total ? undefined : park,
  });
  const digest = digestOf(report, language);
  const own = subscription?.indicator
    ? [await indicatorSentence(database, mail, park, subscription.indicator as IndicatorId)]
    : [];
  return {
    ...digest,
    paragraphs: [...own, ...digest.paragraphs],
    links: await reportLinks(database, mail, park, place.publicUrl),
    footer: footerOf(mail, place),
    endLink: endLink(mail, place),
  };
}

const named: Readonly<Record<'zh' | 'en', Readonly<Record<string, string>>>> = {
  zh: {
    html: '月报全文（网页）',
    pdf: '月报（PDF）',
    docx: '月报（公文格式Word）',
    xlsx: '附表（Excel）',
    site: '数据页面',
  },
  en: {
    html: 'The whole report (web page)',
    pdf: 'The report (PDF)',
    docx: 'The report (Word)',
    xlsx: 'Annex of tables (Excel)',
    site: 'The figures online',
  },
};

/** To the documents that are on file, and to the pages. */
async function reportLinks(
  database: Database,
  { period, release_id, language }: Outgoing,
  park: string,
  publicUrl: URL | null,
): Promise<DigestLink[]> {
  if (!publicUrl) return [];
  const query = new URLSearchParams({
    lang: language,
    ...(park === total ? {} : { park }),
    release: release_id ?? '',
  });
  const onFile = (await listReports(database, period)).filter(
    (one) => one.release === release_id && one.park === park && one.language === language,
  );
  const documents = ['html', 'pdf', 'docx', 'xlsx']
    .filter((format) => onFile.some((one) => one.format === format))
    .map((format) => ({
      text: named[language][format] as string,
      url: new URL(`api/v1/reports/${period}.${format}?${query}`, publicUrl).href,
    }));
  const view = language === 'zh' ? '' : '?lang=en';
  const site = new URL(`index.html${view}`, publicUrl).href;
  return [...documents, { text: named[language].site as string, url: site }];
}

/** What the subscribed indicator says in the release. */
async function indicatorSentence(
  database: Database,
  { release_id, period, language }: Outgoing,
  park: string,
  indicator: IndicatorId,
): Promise<string> {
  const release = await findRelease(database, release_id ?? '');
  const at = async (transform: Transform) => {
    const [row] = await readSeries(database, {
      ...{ indicator, select: { park: [park] }, from: period as Period, to: period as Period },
      ...{ last: null, transform, asOf: release?.published_at ?? null },
    });
    return row?.value ?? null;
  };
  const [level, yoy] = [await at('level'), await at('yoy').catch(() => null)];
  const parks = await parkNames(database);
  const name = cellName(
    { indicator, park, mode: total, flow: total },
    parks.get(park) ?? { zh: park, en: park },
  );
  if (level === null)
    return { zh: `${name.zh}本期暂缺。`, en: `${name.en}: not available this month.` }[language];
  const value = quantityInWords(indicator, 'level', level);
  const rise = yoy !== null && compare(yoy, '0') >= 0;
  const change =
    yoy === null
      ? { zh: '', en: '' }
      : {
          zh: `，同比${rise ? '增长' : '下降'}${rateInWords(yoy)}`,
          en: `, ${rise ? 'up' : 'down'} ${rateInWords(yoy)} on a year earlier`,
        };
  return {
    zh: `${name.zh}${value.zh}${change.zh}。`,
    en: `${name.en}: ${value.en}${change.en}.`,
  }[language];
}

function writtenContent(mail: Outgoing, place: LetterPlace): LetterContent {
  const { subject, paragraphs, language, kind } = mail;
  const page = kind === 'reminder' ? 'hand-in.html' : 'index.html';
  const text =
    kind === 'reminder'
      ? { zh: '网上报送', en: 'Hand in online' }
      : { zh: '数据页面', en: 'The figures online' };
  return {
    subject: subject ?? '',
    heading: subject ?? '',
    paragraphs: paragraphs ?? [],
    links: place.publicUrl ? [{ text: text[language], url: new URL(page, place.publicUrl).href }] : [],
    footer: footerOf(mail, place),
    endLink: endLink(mail, place),
  };
}

const whySent = {
  report: {
    zh: '您订阅了跨境电商产业园区统计月报。',
    en: 'You subscribed to the monthly statistics of cross-border e-commerce parks.',
  },
  alert: { zh: '您设置了这条提醒。', en: 'You set this alert.' },
  reminder: {
    zh: '贵单位登记了此报送联系地址。',
    en: 'This address is registered for your company’s reporting.',
  },
} as const;

function footerOf({ kind, language }: Outgoing, { contact }: LetterPlace): string[] {
  const why = whySent[kind === 'announcement' || kind === 'correction' ? 'report' : kind][language];
  return contact ? [why, { zh: `联系人：${contact}`, en: `Contact: ${contact}` }[language]] : [why];
}

function endLink({ kind, language }: Outgoing, { endUrl }: LetterPlace): DigestLink | undefined {
  if (!endUrl) return undefined;
  const text =
    kind === 'alert' ? { zh: '停止这条提醒', en: 'Stop this alert' } : { zh: '退订', en: 'Unsubscribe' };
  return { text: text[language], url: endUrl };
}
