/** The chart and the tables of what is counted, shown anew once a second. */
import { createChart } from './chart.js';
import { WINDOW } from './counters.js';
import { element } from '/page/element.js';

const TOP = 10;

/** The summary that is read aloud, in milliseconds: often enough to follow, seldom enough to bear. */
const SPOKEN_EVERY = 30_000;

/** A chart that moves each second is motion too. */
const CALM = matchMedia('(prefers-reduced-motion: reduce)');
const CALM_EVERY = 5_000;

const NUMBER = new Intl.NumberFormat('en');
const RATE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Makes the panels; show() is called as time goes on and again after a change. */
export function createPanels(nodes) {
  let chart;
  let drawnAt = 0;
  let spokenAt = 0;

  function show(counters, millis) {
    const now = Math.floor(millis / 1000);
    if (!CALM.matches || millis - drawnAt >= CALM_EVERY) {
      drawnAt = millis;
      chart ??= createChart(nodes.chart);
      chart.show(counters.series(now));
    }
    const summary = sentence(counters.within(now, 60));
    write(nodes.summary, summary);
    speak(summary, millis);
    rows(nodes.minutes, minutes(counters, now));
    rows(nodes.top, (nodes.topWindow.value === 'all' ? counters.topOfAll(TOP) : counters.topOfWindow(now, TOP))
      .map((pair) => [`${pair.actorType} ${pair.actor}`, pair.eventType, pair.count]), 'None in this time.');
    write(nodes.usageNote, `Of the ${NUMBER.format(counters.total())} events shown since the start, the latest before it included.`);
    rows(nodes.usage, counters.usage().map((entry) => [entry.operation, entry.calls, entry.units]), 'Nothing billable yet.');
  }

  function speak(summary, millis) {
    if (nodes.speak.checked && millis - spokenAt >= SPOKEN_EVERY) {
      spokenAt = millis;
      write(nodes.spoken, summary);
    }
  }

  return {
    show,
    /** Starts over: the next summary is due after a while, not at once. */
    begin(millis) {
      spokenAt = millis;
      drawnAt = 0;
    },
    clear() {
      chart?.remove();
      chart = undefined;
      [nodes.summary, nodes.spoken, nodes.usageNote].forEach((node) => write(node, ''));
      [nodes.minutes, nodes.top, nodes.usage].forEach((body) => rows(body, []));
    },
  };
}

function sentence({ events, success, failure, denied }) {
  const counted = (count, word) => `${NUMBER.format(count)} ${word}`;
  return `Last minute: ${counted(events, events === 1 ? 'event' : 'events')}, ${RATE.format(events / 60)} a second: ${
    counted(success, 'success')}, ${counted(failure, 'failure')}, ${counted(denied, 'denied')}.`;
}

function minutes(counters, now) {
  return Array.from({ length: WINDOW / 60 }, (_, i) => {
    const end = now - i * 60;
    const { events, success, failure, denied } = counters.within(end, 60);
    return [`${MINUTE.format((end - 60) * 1000)} to ${MINUTE.format(end * 1000)}`, events, success, failure, denied];
  });
}

function write(node, text) {
  // A text that is set anew is announced anew.
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** Fills a table; its cells are kept, so that a screen reader does not lose its place. */
function rows(body, wanted, none) {
  const all = wanted.length === 0 && none ? [[none]] : wanted;
  if (body.rows.length !== all.length || body.rows[0]?.cells.length !== all[0]?.length) {
    const columns = body.parentElement.tHead.rows[0].cells.length;
    body.replaceChildren(...all.map((cells) => element('tr', {}, ...cells.map((value, i) => cellOf(value, i, columns - cells.length + 1)))));
  }
  all.forEach((cells, row) => cells.forEach((value, i) => {
    write(body.rows[row].cells[i], typeof value === 'number' ? NUMBER.format(value) : value);
  }));
}

function cellOf(value, i, colspan) {
  return i === 0 ? element('th', { scope: 'row', class: 'id', colspan })
    : element('td', { class: typeof value === 'number' && 'number' });
}
