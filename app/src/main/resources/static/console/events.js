/** The table of events, and the dialog that shows one of them whole. */
import { element } from '/page/element.js';

/** As many rows as the table keeps. */
export const SHOWN = 200;

/** How often new events are put into the table, in milliseconds: many may come at once. */
const EVERY = 200;

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' });

/** Makes the table. */
export function createEvents({ body, find, found, scroll }, detail) {
  // The newest first, in the order of the table's rows.
  let rows = [];
  let fresh = [];
  let timer;

  function add(event, text) {
    fresh.push({ event, text });
    if (fresh.length > SHOWN) {
      fresh.shift();
    }
    timer ??= setTimeout(insert, EVERY);
  }

  function insert() {
    timer = undefined;
    const words = wanted();
    const made = fresh.splice(0).reverse().map(({ event, text }) => {
      const row = { text: text.toLowerCase(), element: rowOf(event, () => detail.open(event)) };
      row.element.hidden = !matches(row, words);
      return row;
    });
    body.prepend(...made.map((row) => row.element));
    rows = [...made, ...rows];
    trim();
    count(words);
  }

  /** A row that has the keyboard's focus stays until the focus goes. */
  function trim() {
    const old = rows.slice(SHOWN);
    const kept = old.filter((row) => row.element.contains(document.activeElement));
    old.filter((row) => !kept.includes(row)).forEach((row) => row.element.remove());
    rows = [...rows.slice(0, SHOWN), ...kept];
  }

  function wanted() {
    return find.value.toLowerCase().split(/\s+/).filter(Boolean);
  }

  function matches(row, words) {
    return words.every((word) => row.text.includes(word));
  }

  function count(words) {
    const matching = rows.filter((row) => !row.element.hidden).length;
    const limit = rows.length >= SHOWN ? `, the newest ${SHOWN}` : '';
    found.textContent = words.length === 0 ? `${rows.length} events shown${limit}` : `${matching} of ${rows.length} events match`;
  }

  function filter() {
    const words = wanted();
    rows.forEach((row) => { row.element.hidden = !matches(row, words); });
    count(words);
  }

  find.addEventListener('input', filter);

  return {
    add,
    clear() {
      clearTimeout(timer);
      timer = undefined;
      fresh = [];
      rows = [];
      body.replaceChildren();
      scroll.scrollTop = 0;
      count(wanted());
    },
  };
}

function rowOf(event, open) {
  const at = new Date(event.timestamp);
  const today = at.toDateString() === new Date().toDateString();
  const resource = event.resource ? `${event.resource.type} ${event.resource.id}` : '';
  return element('tr', { 'data-event': event.eventId },
    element('td', {}, element('time', { datetime: event.timestamp }, today ? TIME.format(at) : `${DAY.format(at)} ${TIME.format(at)}`)),
    element('th', { scope: 'row' }, element('button', { type: 'button', class: 'open', onclick: open }, event.eventType)),
    element('td', { class: event.severity }, event.severity),
    element('td', { class: event.outcome }, `${event.outcome} ${event.statusCode}`),
    element('td', { class: 'wide id' }, `${event.actor.type} ${event.actor.id}`),
    element('td', { class: 'wide id' }, resource));
}

/** Makes the dialog. */
export function createDetail({ dialog, title, json, copy, copied, close }) {
  close.addEventListener('click', () => dialog.close());
  copy.addEventListener('click', async () => {
    copied.textContent = await copyText(json) ? 'Copied.' : 'The browser did not allow it: the text is selected, copy it by hand.';
  });
  dialog.addEventListener('close', () => json.replaceChildren());
  return {
    open(event) {
      title.textContent = event.eventType;
      json.textContent = JSON.stringify(event, null, 2);
      copied.textContent = '';
      dialog.showModal();
      close.focus();
    },
    close: () => dialog.close(),
  };
}

async function copyText(source) {
  try {
    // There is no clipboard on pages that came without TLS from another machine.
    await navigator.clipboard.writeText(source.textContent);
    return true;
  }
  catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}
