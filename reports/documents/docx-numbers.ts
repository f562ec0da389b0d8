import type { Language } from '../number-ref.ts';
import type { ShownNumber } from './numbers.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}

/** Names of parts, drawings and times that differ from one making to the next, set to what the report says. */
export function settleMarks(parts: Map<string, string>, at: Date, language: Language): void {
  const instant = `${at.toISOString().slice(0, 19)}Z`;
  for (const [name, text] of parts) {
    let drawings = 0;
    parts.set(
      name,
      text
        .replace(/(<dcterms:(created|modified)[^>]*>)[^<]*(<)/g, `$1${instant}$3`)
        .replace(/(<wp:docPr[^>]*? id=")\d+(")/g, (_all, before, after) => `${before}${++drawings}${after}`),
    );
  }
  const core = parts.get('docProps/core.xml');
  if (core && !core.includes('<dc:language>'))
    parts.set(
      'docProps/core.xml',
      core.replace(
        '</cp:coreProperties>',
        `<dc:language>${language === 'zh' ? 'zh-CN' : 'en-GB'}</dc:language></cp:coreProperties>`,
      ),
    );
}

export const numbersNamespace = 'urn:parkstat:numbers';

/**
 * Adds what the names of the numbers mean as a part of the document: name, observation at its vintage, full value, unit,
 * and as it is written.
 */
export function bindNumbers(parts: Map<string, string>, numbers: readonly ShownNumber[]): void {
  const lines = numbers.map(
    ({ id, ref, written, number }) =>
      `<number id="${id}" ref="${escaped(ref)}" value="${number.value ?? ''}" reason="${number.reason ?? ''}" status="${number.status}" unit="${number.unit}" scale="${number.scale}">${escaped(written)}</number>`,
  );
  parts.set(
    'customXml/item1.xml',
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<numbers xmlns="${numbersNamespace}">\n${lines.join('\n')}\n</numbers>`,
  );
  const relations = 'word/_rels/document.xml.rels';
  parts.set(
    relations,
    (parts.get(relations) ?? '').replace(
      '</Relationships>',
      '<Relationship Id="rIdNumbers" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml" Target="../customXml/item1.xml"/></Relationships>',
    ),
  );
}
