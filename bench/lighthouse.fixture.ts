import { parseArgs } from 'node:util';
import lighthouse, { desktopConfig } from 'lighthouse';
import Trace from 'lighthouse/core/gather/gatherers/trace.js';
import { startBrowser } from '../dashboards/browser.fixture.ts';
import { type PageName, pageNames, pages } from '../dashboards/pages.ts';

/**
 * Lighthouse on every page of a running parkstat, in both languages: `npm run lighthouse -- http://127.0.0.1:8080`.
 * The processor is slowed four times and the network is that of the machine itself, as the first screen's target says.
 * Ends with 1 when a score is below 95 or the first screen's largest paint comes after a second.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    page: { type: 'string', multiple: true },
    slow: { type: 'string', default: '4' },
    details: { type: 'boolean', default: false },
  },
});
const [origin = 'http://127.0.0.1:8080'] = positionals;
const chosen = pageNames.filter((name) => values.page === undefined || values.page.includes(name));
const categories = ['performance', 'accessibility', 'best-practices'] as const;
const least = 0.95;
const latestPaint = 1000;

const unthrottled = { rttMs: 0, throughputKbps: 0, requestLatencyMs: 0, downloadThroughputKbps: 0 };
const flags = {
  output: 'json' as const,
  logLevel: 'error' as const,
  onlyCategories: [...categories] as string[],
  throttlingMethod: 'devtools' as const,
  throttling: { ...unthrottled, uploadThroughputKbps: 0, cpuSlowdownMultiplier: Number(values.slow) },
};

interface Measured {
  readonly page: PageName;
  readonly language: 'zh' | 'en';
  readonly scores: readonly number[];
  /** Milliseconds, kilobytes on the wire. */
  readonly paint: number;
  readonly blocked: number;
  readonly shift: number;
  readonly kilobytes: number;
  readonly faults: readonly string[];
}

async function measure(page: PageName, language: 'zh' | 'en'): Promise<Measured> {
  const address = new URL(`${page}.html${language === 'en' ? '?lang=en' : ''}`, origin).href;
  const run = await lighthouse(address, { ...flags, port: browser.port }, desktopConfig);
  if (!run) throw new Error(`${address}: no result`);
  const { audits, categories: judged, runtimeError } = run.lhr;
  if (runtimeError) throw new Error(`${address}: ${runtimeError.message}`);
  const number = (id: string) => Math.round((audits[id]?.numericValue ?? 0) * 1000) / 1000;
  const faults = Object.values(audits)
    .filter(
      ({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
    )
    .map(({ id, displayValue = '' }) => `${id} ${displayValue}`.trim());
  return {
    page,
    language,
    scores: categories.map((name) => judged[name]?.score ?? 0),
    paint: Math.round(number('largest-contentful-paint')),
    blocked: Math.round(number('total-blocking-time')),
    shift: number('cumulative-layout-shift'),
    kilobytes: Math.round(number('total-byte-weight') / 1024),
    faults,
  };
}

const tooLow = ({ page, scores, paint }: Measured) =>
  scores.some((score) => score < least) || (pages[page].isStatic && paint > latestPaint);

// The packed Chromium dies of this one category, of which no score is made.
const usual = Trace.getDefaultTraceCategories();
Trace.getDefaultTraceCategories = () => usual.filter((name) => name !== 'blink.webdx_feature_usage');

const browser = await startBrowser();
const measured: Measured[] = [];
try {
  for (const name of chosen)
    for (const language of ['zh', 'en'] as const) measured.push(await measure(name, language));
} finally {
  await browser.close();
}
console.table(
  measured.map(({ page, language, scores, faults: _faults, ...rest }) => ({
    page,
    language,
    ...Object.fromEntries(categories.map((name, at) => [name, Math.round((scores[at] ?? 0) * 100)])),
    ...rest,
  })),
);
for (const one of measured)
  if (values.details || tooLow(one)) console.log(one.page, one.language, one.faults.join('; '));
process.exitCode = measured.some(tooLow) ? 1 : 0;
