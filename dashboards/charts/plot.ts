import { type PlotOptions, plot as plotWithStyle } from '@observablehq/plot';

/** The only place that knows Observable Plot; what is not listed here does not go into the page. */
export {
  axisX,
  axisY,
  barX,
  dot,
  gridY,
  lineY,
  link,
  pointerX,
  ruleX,
  ruleY,
  text,
  tip,
} from '@observablehq/plot';

/** What is common to all text and lines of a drawing, as attributes of its root. */
export interface RootStyle {
  readonly color?: string;
  readonly fontFamily?: string;
  readonly fontSize?: string;
  readonly overflow?: string;
}

const attributeOf = {
  color: 'color',
  fontFamily: 'font-family',
  fontSize: 'font-size',
  overflow: 'overflow',
} as const;

/**
 * A drawing without a style of its own: Plot puts an element `style` into each, which the pages' policy forbids, and which
 * says nothing that the pages' style (style/card.css) does not say.
 */
export function plot({ style = {}, ...options }: Omit<PlotOptions, 'style'> & { style?: RootStyle }) {
  const drawn = plotWithStyle(options);
  for (const own of drawn.querySelectorAll('style')) own.remove();
  for (const [name, attribute] of Object.entries(attributeOf)) {
    const value = style[name as keyof RootStyle];
    if (value !== undefined) drawn.setAttribute(attribute, value);
  }
  return drawn;
}
