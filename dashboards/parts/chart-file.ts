import type { Table } from '../charts/table.ts';

/** A file that the reader keeps, made in the page: the same from a folder as from a server. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Text that opens right in Excel: UTF-8 with its mark, CRLF, quotes where needed. Thousands are not separated. */
export function csvOf({ columns, rows }: Table, note: readonly string[] = []): string {
  const lines = [columns, ...rows.map((row) => row.map(plainFigure)), ...note.map((line) => [line])];
  return `\ufeff${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function plainFigure(value: string): string {
  return /^[−-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(value) ? value.replaceAll(',', '').replace('−', '-') : value;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** What of a drawing is decided by the page's style and must go with it. */
const carried = ['fill', 'stroke', 'color', 'font-family', 'font-size', 'font-weight', 'opacity'] as const;
const margin = 16;
const titleHeight = 46;

/**
 * A drawing as a file of its own: colours and fonts as they are on a white page, title and sentence above, nothing from
 * elsewhere. The drawing is put on a light sheet beside the page for it, so that a dark page gives the same file.
 */
export function svgFile(copy: SVGSVGElement, title: string, sentence: string): string {
  const stage = document.createElement('div');
  stage.className = 'paper';
  stage.append(copy);
  document.body.append(stage);
  for (const element of [copy, ...copy.querySelectorAll('*')]) settle(element);
  stage.remove();
  return framed(copy, title, sentence);
}

function settle(element: Element): void {
  const style = getComputedStyle(element);
  for (const name of carried) {
    const said = element.getAttribute(name);
    const isVariable = said?.includes('var(') || said === 'inherit' || said === 'currentColor';
    if (isVariable || element.tagName === 'svg') element.setAttribute(name, style.getPropertyValue(name));
  }
  element.removeAttribute('class');
  element.removeAttribute('style');
}

function framed(copy: SVGSVGElement, title: string, sentence: string): string {
  const [width, height] = [copy.width.baseVal.value, copy.height.baseVal.value];
  const space = 'http://www.w3.org/2000/svg';
  const make = (name: string, attributes: Record<string, string | number>, text = '') => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.textContent = text;
    return element;
  };
  const [outerWidth, outerHeight] = [width + 2 * margin, height + titleHeight + 2 * margin];
  const sheet = make('svg', {
    xmlns: space,
    width: outerWidth,
    height: outerHeight,
    viewBox: `0 0 ${outerWidth} ${outerHeight}`,
    'font-family': copy.getAttribute('font-family') ?? 'sans-serif',
  });
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(margin + titleHeight));
  copy.setAttribute('xml:space', 'preserve');
  const heading = { x: margin, 'font-size': 16, 'font-weight': 600, fill: '#17202c', y: margin + 14 };
  const caption = { x: margin, 'font-size': 12, fill: '#555f6d', y: margin + 34 };
  sheet.append(
    make('title', {}, title),
    make('desc', {}, sentence),
    make('rect', { width: '100%', height: '100%', fill: '#ffffff' }),
    make('text', heading, title),
    make('text', caption, sentence),
    copy,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(sheet)}\n`;
}

const pixelsPerUnit = 2;

/** The same drawing as pixels, twice as many as on the screen, so that it prints well. */
export async function pngFile(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * pixelsPerUnit;
  canvas.height = image.naturalHeight * pixelsPerUnit;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG'))), 'image/png');
  });
}
