import { type MonthStateId, monthStates } from '../catalogue/month-states.ts';
import { localDay } from '../catalogue/period.ts';
import type { Status } from './status.ts';

/** The status as a person reads it: how far the month is, who is missing, what waits, how the program does. */
export function statusLines(now: Status): string[] {
  return [
    headline(now),
    ...collection(now),
    ...now.month.blocking.map(
      ({ id, text }) => `  签发前须解决 before it is signed: ${id}${text ? `, ${text.zh} | ${text.en}` : ''}`,
    ),
    ...waiting(now),
    ...now.last_runs.map(runLine),
    `最近备份 last backup: ${now.last_backup ? minute(now.last_backup) : '从未 never'}`,
    `数据库 database: ${now.database}`,
  ];
}

function headline({ period, month, release }: Status): string {
  const { zh, en } = monthStates[month.state];
  const published = release
    ? `现行发布 current release ${release.id}，${minute(release.published_at)}，${release.observations} 个观测值 observations`
    : '尚未发布 not published yet';
  return `${period} ${zh} ${en} · ${published}`;
}

const beforeReview: readonly MonthStateId[] = ['collecting', 'closed', 'drafted'];

function collection({ month, expected, received, nil, late, held, reminder, reminders }: Status): string[] {
  const ahead = month.state === 'published' ? '' : `，发布 release ${minute(month.release_at)}`;
  return [
    `  应报 expected ${expected}，已报 received ${received}（零申报 nil ${nil}），迟报 late ${late}，待核实 held ${held}`,
    `  截止 closes ${minute(month.closes_at)}${ahead}`,
    ...(reminder && beforeReview.includes(month.state) ? [`  ${reminder}`] : []),
    ...(beforeReview.includes(month.state)
      ? reminders.map(({ uscc, name_zh }) => `    催报 remind: ${name_zh} ${uscc}`)
      : []),
  ];
}

function waiting({ months_with_news, open_slots, mails, mail_troubles }: Status): string[] {
  return [
    ...(months_with_news.length
      ? [`有新数据待发布 to be published again: ${months_with_news.join(', ')}`]
      : []),
    ...open_slots.map(
      ({ job, slot, attempts }) => `到期未做 due and not done: ${job} ${slot}，已试 tried ${attempts}`,
    ),
    ...(mails.waiting || mails.given_up
      ? [`邮件 mails: 待发 waiting ${mails.waiting}，放弃 given up ${mails.given_up}`]
      : []),
    ...mail_troubles.map(({ key, attempts, error }) => `  ${key}，已试 tried ${attempts}：${error}`),
  ];
}

const runStates: Readonly<Record<string, string>> = {
  running: '进行中',
  done: '完成',
  refused: '未予执行',
  failed: '失败',
  interrupted: '中断',
};

function runLine({ id, job, slot, state, started_at, message }: Status['last_runs'][number]): string {
  const said = message ? `：${message}` : '';
  return `任务 run #${id} ${job} ${slot} ${minute(started_at)} ${runStates[state] ?? ''} ${state}${said}`;
}

/** In Asia/Shanghai, to the minute. */
function minute(instant: string): string {
  const at = new Date(instant);
  const hours = new Date(at.getTime() + 8 * 3600_000).toISOString().slice(11, 16);
  return `${localDay(at)} ${hours}`;
}
