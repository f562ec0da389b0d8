const space = 'http://www.w3.org/2000/svg';
type Attribute = string | number | undefined | false;

/** An element of a drawing, for what Plot has no mark for. */
export function shape(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly (Node | string | undefined | false)[]
): SVGElement {
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(key, rounded(value));
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}

function rounded(value: string | number): string {
  return typeof value === 'number' ? String(Number(value.toFixed(2))) : value;
}

/** A drawing of its own: the root with its size, name and text. */
export function sheet(
  document: Document,
  { width, height, label }: { width: number; height: number; label: string },
  ...children: readonly (Node | undefined | false)[]
): SVGElement {
  return shape(
    document,
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-label': label,
      'font-family': 'inherit',
      'font-size': 12,
      fill: 'currentColor',
      color: 'var(--ink, #1a2330)',
    },
    ...children,
  );
}

/** A broken line through points, lifted where one is missing. */
export function linePath(points: readonly { readonly x: number; readonly y: number }[]): string {
  let isDown = false;
  let path = '';
  for (const { x, y } of points) {
    if (!Number.isNaN(y)) path += `${isDown ? 'L' : 'M'}${x.toFixed(1)},${y.toFixed(1)}`;
    isDown = !Number.isNaN(y);
  }
  return path;
}
