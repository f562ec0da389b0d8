/** The first chapter of each HS section: sections are unbroken runs of chapters. As in the code list (hs-sections.test.ts). */
const firstChapters = [
  ...['01', '06', '15', '16', '25', '28', '39', '41', '44', '47', '50'],
  ...['64', '68', '71', '72', '84', '86', '90', '93', '94', '97', '98'],
] as const;

/** The HS section that a chapter is in; undefined for what is no chapter, like `_U`. */
export function sectionOf(chapter: string): string | undefined {
  if (!/^\d{2}$/.test(chapter)) return undefined;
  const count = firstChapters.filter((first) => first <= chapter).length;
  return count === 0 ? undefined : String(count).padStart(2, '0');
}
