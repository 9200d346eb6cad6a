/** Draws events per second by outcome with uPlot. What it shows stands in a table too: the drawing is for eyes only. */
import uPlot from '/console/uplot.js';

const HEIGHT = 224;

/** Events come whole. */
const STEPS = [1, 10, 100, 1_000, 10_000, 100_000].flatMap((power) => [power, 2 * power, 5 * power]);

/** Told apart by dashes too, not by colour alone. */
const LINES = [
  { label: 'Success', colour: '--success', dash: [] },
  { label: 'Failure', colour: '--failure', dash: [8, 4] },
  { label: 'Denied', colour: '--denied', dash: [2, 3] },
];

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const DARK = matchMedia('(prefers-color-scheme: dark)');

/**
 * Makes a chart.
 * @param parent the element that holds it; the chart is as wide as that
 * @returns show(data) with [times, ...one list a line] and remove()
 */
export function createChart(parent) {
  // Read when drawn, so that the chart follows the page from light to dark.
  const colour = (name) => () => getComputedStyle(parent).getPropertyValue(name).trim();
  const axis = { stroke: colour('--text'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
  const chart = new uPlot({
    width: parent.clientWidth,
    height: HEIGHT,
    legend: { live: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, most) => [0, Math.max(most, 4)] } },
    axes: [{
      ...axis, space: 90, values: (_, times) => times.map((time) => TIME.format(time * 1000)),
    }, { ...axis, size: 44, incrs: STEPS }],
    series: [{}, ...LINES.map((line) => ({
      label: line.label, stroke: colour(line.colour), dash: line.dash, width: 2, points: { show: false },
      paths: uPlot.paths.stepped({ align: 1 }),
    }))],
  }, [[], ...LINES.map(() => [])], parent);
  const resized = new ResizeObserver(() => {
    if (parent.clientWidth > 0) {
      chart.setSize({ width: parent.clientWidth, height: HEIGHT - legendHeight() });
    }
  });
  const recoloured = () => chart.redraw(false, true);
  const legendHeight = () => parent.querySelector('.u-legend')?.offsetHeight ?? 0;
  resized.observe(parent);
  DARK.addEventListener('change', recoloured);
  return {
    show: (data) => chart.setData(data),
    remove() {
      resized.disconnect();
      DARK.removeEventListener('change', recoloured);
      chart.destroy();
    },
  };
}
