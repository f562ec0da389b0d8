import { type Period, parsePeriod, periodsBetween } from '../../catalogue/period.ts';
import { isUscc } from '../../catalogue/uscc.ts';
import { isBlank, plain } from './plain.ts';

export type AmountUnit = '元' | '万元' | '亿元';

/** What a file says of itself outside of its tables. Nothing else that stands there is kept. */
export interface Claims {
  readonly usccs: readonly string[];
  readonly names: readonly string[];
  readonly periods: readonly Period[];
  readonly amountUnit: AmountUnit | null;
}

export interface Claiming {
  readonly usccs: Set<string>;
  readonly names: Set<string>;
  readonly periods: Set<Period>;
  readonly units: Set<AmountUnit>;
}

export function startClaims(): Claiming {
  return { usccs: new Set(), names: new Set(), periods: new Set(), units: new Set() };
}

/** More than this many are no claim about a file, but a list. */
const most = 24;

export function claimsOf({ usccs, names, periods, units }: Claiming): Claims {
  const unit = (['亿元', '万元', '元'] as const).find((one) => units.has(one)) ?? null;
  const few = <T>(all: Set<T>) => [...all].sort().slice(0, most);
  return { usccs: few(usccs), names: few(names), periods: few(periods), amountUnit: unit };
}

/** Takes from a row of free text what it says of the tenant, the month and the unit. */
export function claimFromText(claiming: Claiming, cells: readonly string[]): void {
  const texts = cells.filter((cell) => !isBlank(cell)).map(plain);
  const joined = texts.join('  ');
  claimCodes(claiming, joined);
  claimName(claiming, joined);
  for (const text of texts) claimTitle(claiming, text);
  claimPeriods(claiming, joined);
  for (const [, unit] of joined.matchAll(/单位\s*[:：]?\s*(?:人民币)?\s*([万亿]?元)/g))
    claiming.units.add(unit as AmountUnit);
  for (const [, unit] of joined.matchAll(/\((?:单位)?[:：]?(?:人民币)?([万亿])(?:元|美元)\)/g))
    claiming.units.add(`${unit as '万' | '亿'}元`);
}

/** Takes what stands in a table under a header for the tenant itself. */
export function claimFromTenantCell(claiming: Claiming, cell: string): void {
  const text = plain(cell);
  for (const [code] of text.toUpperCase().matchAll(codes))
    if (isUscc(code) && claiming.usccs.size < most) claiming.usccs.add(code);
  const name = text.replace(codes, '').replace(/^[\s\-/()]+|[\s\-/(]+$/g, '');
  if (isEnterprise(name) && claiming.names.size < most) claiming.names.add(name);
}

const codes = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g;

/** A run of 18 digits may be a declaration number; a code of digits only must be called a code. */
function claimCodes({ usccs }: Claiming, text: string): void {
  const isCalled = /信用代码|识别号|企业代码|单位代码|uscc/i.test(text);
  for (const [code] of text.toUpperCase().matchAll(codes))
    if (isUscc(code) && (isCalled || /[A-Z]/.test(code))) usccs.add(code);
}

const nameLabel =
  /(?:填报单位|填报企业|填报单位名称|报送单位|报送企业|申报单位|企业名称|单位名称|公司名称|入驻企业|经营单位|境内收发货人)(?:名称)?\s*(?:\(盖?章?\))?\s*[:：]?\s*(\S.*)$/;

function claimName({ names }: Claiming, text: string): void {
  const after = nameLabel.exec(text)?.[1];
  if (!after) return;
  const name = (after.split(/\s{2,}|[;；,，、\t]|(?=\S{2,8}[:：])/)[0] ?? '').trim();
  if (isEnterprise(name)) names.add(name);
}

const title =
  /^(?![由经请])([^\s:：,，。;；]{2,40}?有限(?:责任)?公司)(?=[^\s,，。;；]*(?:表|明细|清单|统计|申报|报送|数据|台账|汇总))/;

/** A title begins with the enterprise whose table it is. */
function claimTitle({ names }: Claiming, text: string): void {
  const name = title.exec(text)?.[1];
  if (name) names.add(name);
}

/** The ends of enterprises' names: a person's name has none of them. */
function isEnterprise(name: string): boolean {
  return (
    name.length >= 4 &&
    name.length <= 60 &&
    /(公司|集团|厂|店|商行|中心|合作社|企业|经营部)(\([^()]{1,12}\))?$/.test(name)
  );
}

const months =
  /(?<!\d)(20\d{2})\s*([年\-/.])\s*(\d{1,2})(?:\s*月?份?\s*[-~~至到—–]\s*(?:20\d{2}\s*年)?(\d{1,2}))?\s*(月)?(?!\d)(?!\s*[-/.]\s*\d)(?!\s*\d{1,2}\s*日)/g;

function claimPeriods({ periods }: Claiming, text: string): void {
  for (const [, year, mark, from = '', to, month] of text.matchAll(months)) {
    // 2026-10-11 is a day, not October to November.
    if (mark !== '年' && month === undefined && to !== undefined) continue;
    if (mark === '年' && month === undefined) continue;
    const first = parsePeriod(`${year}-${from.padStart(2, '0')}`);
    const last = parsePeriod(`${year}-${(to ?? from).padStart(2, '0')}`);
    if (first && last) for (const period of periodsBetween(first, last)) periods.add(period);
  }
}
