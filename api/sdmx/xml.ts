/** Values of attributes; one that is undefined is left out. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader makes blanks of these in an attribute, and a line feed of a carriage return in text.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What XML 1.0 cannot hold, not even as a reference. */
const impossible = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]|\p{Cs}/gu;

/** Text as it may stand in content and in attributes; a character that XML has no way to write becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(impossible, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (character) => escapes[character] as string);
}

/** Content that is ready, such as elements; a plain string is text. */
export type XmlContent = readonly string[] | string;

/** An element as text. Empty content makes an empty tag. */
export function element(name: string, attributes: XmlAttributes, content: XmlContent = []): string {
  const inside = typeof content === 'string' ? escapeXml(content) : content.join('');
  const start = `<${name}${attributesText(attributes)}`;
  return inside === '' ? `${start}/>` : `${start}>${inside}</${name}>`;
}

export function attributesText(attributes: XmlAttributes): string {
  let text = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) text += ` ${name}="${escapeXml(value)}"`;
  }
  return text;
}

export function xmlDocument(root: string, attributes: XmlAttributes, content: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, attributes, content)}\n`;
}
