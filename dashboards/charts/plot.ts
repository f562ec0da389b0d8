/** The only place that knows Observable Plot; what is not listed here does not go into the page. */
export {
  axisX,
  axisY,
  barX,
  dot,
  gridY,
  lineY,
  link,
  plot,
  pointerX,
  ruleX,
  ruleY,
  text,
  tip,
} from '@observablehq/plot';
