import { total } from '../../catalogue/mode.ts';
import type { Passage, Section } from '../content.ts';
import { numberAt, ranked, tenantsOf, type Vintage } from '../vintage.ts';
import { called, month, plain, quantity, sentence, words, yearToDate } from '../wording.ts';
import {
  amountAt,
  isThin,
  modeName,
  parkName,
  partnerName,
  scopeName,
  thinWords,
  tradeClause,
} from './cells.ts';
import { flowValue } from './headings.ts';
import { hedgeOf } from './remarks.ts';

/** Three to five sentences: the month, the year so far, the leading mode, the leading park and partner, who reported. */
export function highlights(vintage: Vintage): Section {
  const [month, year] = [named('month', theMonth(vintage)), named('year', theYear(vintage))];
  // The Spring Festival falls into January or February: the February release speaks of the two months first.
  const period = vintage.period.endsWith('-02') ? [year, month] : [month, year];
  const sentences = [
    ...period,
    named('mode', leadingMode(vintage)),
    named('leaders', leaders(vintage)),
    named('reporting', reported(vintage)),
  ];
  return {
    id: 'highlights',
    heading: { zh: '要点', en: 'Highlights' },
    paragraphs: sentences.filter((passage) => passage !== undefined),
    blocks: [],
  };
}

const named = (id: string, passage: Passage | undefined) => passage && called(id, passage);

function theMonth(vintage: Vintage): Passage {
  const scope = scopeName(vintage);
  const period = month(vintage.period);
  const head = tradeClause(
    vintage,
    {},
    {
      zh: words`${period}，${scope.zh}进出口额`,
      en: words`In ${period}, the trade value of ${scope.en}`,
    },
    { sized: true, hedge: hedgeOf(vintage) },
  );
  if (amountAt(vintage, 'level', {}).value === null) return sentence(head);
  const [exports, imports] = (['export', 'import'] as const).map((flow) =>
    tradeClause(vintage, { flow }, plain(flowValue[flow])),
  ) as [Passage, Passage];
  const parts = sentence({ zh: words`其中，${exports.zh}`, en: exports.en }, imports);
  return { zh: [...sentence(head).zh, ...parts.zh], en: sentence(head, exports, imports).en };
}

/** January's year to date is January. */
function theYear(vintage: Vintage): Passage | undefined {
  if (vintage.period.endsWith('-01')) return undefined;
  const months = yearToDate(vintage.period);
  const subject = { zh: words`${months}，累计进出口额`, en: words`From ${months}, trade value` };
  const head = tradeClause(vintage, {}, subject, { level: 'ytd', sized: true });
  if (amountAt(vintage, 'ytd', {}).value === null) return sentence(head);
  const ofFlow = (flow: 'export' | 'import'): Passage => {
    const { zh, en } = flowValue[flow];
    return tradeClause(vintage, { flow }, plain({ zh: `累计${zh}`, en }), { level: 'ytd' });
  };
  return sentence(head, ofFlow('export'), ofFlow('import'));
}

function leadingMode(vintage: Vintage): Passage | undefined {
  const [first, second] = ranked(vintage, 'mode').map(({ mode }) => ({ mode, name: modeName(mode) }));
  if (!first) return undefined;
  const largest = tradeClause(
    vintage,
    { mode: first.mode },
    {
      zh: words`分监管方式看，${first.name.zh}进出口额最大，为`,
      en: words`Of the customs modes, ${first.name.en} came first`,
    },
    { verb: ' at ' },
  );
  if (!second) return sentence(largest);
  const next = { zh: words`${second.name.zh}次之，为`, en: words`${second.name.en} came second` };
  return sentence(largest, tradeClause(vintage, { mode: second.mode }, next, { verb: ' at ' }));
}

function leaders(vintage: Vintage): Passage | undefined {
  const partner = ranked(vintage, 'partner')[0]?.partner;
  const park = vintage.scope === total ? ranked(vintage, 'park')[0]?.park : undefined;
  const clauses: Passage[] = [];
  if (park) {
    const called = parkName(vintage, park);
    const subject = {
      zh: words`分园区看，${called}进出口额最大，为`,
      en: words`Of the parks, ${called} came first`,
    };
    clauses.push(tradeClause(vintage, { park }, subject, { verb: ' at ' }));
  }
  if (partner) {
    const called = partnerName(partner);
    const subject = {
      zh: words`最大贸易伙伴为${called}，进出口额`,
      en: words`${park ? 'the' : 'The'} largest trading partner was ${called}`,
    };
    clauses.push(tradeClause(vintage, { partner }, subject, { verb: ' at ' }));
  }
  return clauses.length ? sentence(...clauses) : undefined;
}

function reported(vintage: Vintage): Passage {
  const { scope } = vintage;
  const rate = numberAt(vintage, 'reporting_rate', 'level', { park: scope }, 'percent');
  if (rate.value === null)
    return sentence(plain({ zh: '本期无应报企业', en: 'No tenant was due to report' }));
  const due = quantity(tenantsOf(vintage, scope, 'due'));
  const received = quantity(tenantsOf(vintage, scope, 'received'));
  const head: Passage = {
    zh: words`应报企业${due}，已报${received}，报送率${quantity(rate)}`,
    en: words`Of ${due} tenants due, ${received} reported, a reporting rate of ${quantity(rate)}`,
  };
  return isThin(vintage) ? sentence(head, thinWords) : sentence(head);
}
