/**
 * The console page: puts the parts together. A session begins at sign-in and ends at sign-out, and with it everything
 * that it brought.
 */
import { forgetCredential, openStream, read, useCredential } from './api.js';
import { createCheckpoint } from './checkpoint.js';
import { createCounters } from './counters.js';
import { createDetail, createEvents } from './events.js';
import { createFeed } from './feed.js';
import { createPanels } from './panels.js';
import { follow } from './stream.js';

/** As many past events as the page begins with. */
const RECENT = 100;

/** Where a journal begins: before its first event. */
const START = '0-00000000-0000-0000-0000-000000000000';

/** The server tells when a client falls behind, not when it has caught up: how long the page says so, in milliseconds. */
const LAGGING_SHOWN = 10_000;

const node = (id) => document.getElementById(id);
const severities = [...document.querySelectorAll('input[name="severity"]')];

const detail = createDetail({
  dialog: node('detail'), title: node('detail-title'), json: node('detail-json'), copy: node('copy'),
  copied: node('copied'), close: node('close'),
});
const events = createEvents({ body: node('events'), find: node('find'), found: node('found'), scroll: node('events-scroll') }, detail);
const panels = createPanels({
  chart: node('chart'), summary: node('summary'), spoken: node('spoken'), speak: node('speak'), minutes: node('minutes'),
  top: node('top'), topWindow: node('top-window'), usage: node('usage'), usageNote: node('usage-note'),
});
const checkpoint = createCheckpoint({
  fields: node('checkpoint'), verdict: node('verdict'), verify: node('verify'), refresh: node('refresh'),
}, () => session.signal);

// What the calls of one sign-in share; aborted at sign-out.
let session;
// What one choice of filters shows: { filters, counters, feed, stream, state }.
let view;
// The latest choice of filters, which an earlier one that is answered later must not replace.
let choice;

function query(names, filters, more = {}) {
  const parameters = new URLSearchParams(more);
  Object.entries(filters).forEach(([name, values]) => values.forEach((value) => parameters.append(names[name], value)));
  return parameters.size > 0 ? `?${parameters}` : '';
}

const listPath = (filters) => `/v1/events${query({ eventTypes: 'eventType', services: 'service', severities: 'severity' }, filters, { limit: RECENT })}`;
const streamPath = (filters) => `/v1/streaming/events${query({ eventTypes: 'eventTypes', services: 'services', severities: 'severities' }, filters)}`;

const isSet = (filters) => Object.values(filters).some((values) => values.length > 0);

/** Reads the latest events and where the stream goes on after them. */
async function begin(filters) {
  const { signal } = session;
  const latest = await read(listPath({}), signal);
  const { events: first } = isSet(filters) ? await read(listPath(filters), signal) : latest;
  // The stream starts before the latest events, not after them: the feed knows them, and none can slip between.
  return { first: first.toReversed(), startsAfter: latest.nextCursor ?? START };
}

function show(filters, { first, startsAfter }) {
  endView();
  const counters = createCounters();
  const feed = createFeed({
    show: (event, text) => {
      counters.add(event, Math.floor(Date.now() / 1000));
      events.add(event, text);
    },
    overflow: () => {
      view.stream.stop();
      view.state = { name: 'held' };
    },
  });
  view = { filters, counters, feed, state: { name: 'connecting' } };
  panels.begin(Date.now());
  feed.begin(first, startsAfter);
  listen();
  panels.show(counters, Date.now());
}

function listen() {
  const mine = view;
  mine.stream = follow({
    open: ({ lastEventId, signal }) => openStream(streamPath(mine.filters), { lastEventId, signal }),
    lastEventId: mine.feed.place(),
    state: (state) => {
      mine.state = state;
      renderState();
    },
    message: ({ type, data, lastEventId }) => {
      if (type === 'audit_event') {
        mine.feed.receive(data, lastEventId);
      }
      else if (type === 'lagging') {
        mine.laggedAt = Date.now();
      }
    },
  });
}

function endView() {
  view?.stream.stop();
  view = undefined;
  events.clear();
  panels.clear();
}

const STATES = {
  connecting: () => 'Connecting',
  live: () => 'Live',
  lagging: () => 'Live, catching up: events come faster than this page reads them',
  held: () => 'Paused, disconnected',
  reconnecting: ({ why }) => `Reconnecting: ${why}`,
  ended: ({ why }) => `Ended: ${why}`,
};

/** The words are announced when they change; seconds and counts, which change all the time, stand beside them. */
function renderState() {
  const { feed, state } = view;
  const lagging = state.name === 'live' && Date.now() - (view.laggedAt ?? 0) < LAGGING_SHOWN;
  const words = STATES[lagging ? 'lagging' : state.name](state);
  const said = !feed.isPaused() || state.name === 'held' ? words : state.name === 'live' ? 'Paused' : `Paused. ${words}`;
  if (node('state').textContent !== said) {
    node('state').textContent = said;
  }
  node('dot').className = `dot ${feed.isPaused() ? 'paused' : state.name}`;
  node('countdown').textContent = state.name === 'reconnecting' ? `in ${Math.max(0, Math.ceil((state.at - Date.now()) / 1000))} s` : '';
  if (state.name !== 'reconnecting' && document.activeElement === node('reconnect')) {
    node('pause').focus();
  }
  node('reconnect').hidden = state.name !== 'reconnecting';
  node('pause').textContent = feed.isPaused() ? 'Resume' : 'Pause';
  const { count, more } = feed.waiting();
  node('waiting').textContent = !feed.isPaused() ? '' : `${more ? 'More than ' : ''}${count} event${count === 1 ? '' : 's'} wait${count === 1 ? 's' : ''}`;
}

function togglePause() {
  if (!view.feed.isPaused()) {
    view.feed.pause();
    // What is counted stands still with the events: it must be theirs.
    panels.show(view.counters, Date.now());
  }
  else if (view.feed.resume()) {
    listen();
  }
  renderState();
}

async function signIn() {
  const key = node('key');
  const given = key.value;
  key.value = '';
  node('sign-in-problem').textContent = '';
  node('sign-in-button').disabled = true;
  session = new AbortController();
  try {
    useCredential(given);
    const start = await begin(noFilters());
    node('signed-out').hidden = true;
    node('signed-in').hidden = false;
    node('sign-out').hidden = false;
    show(noFilters(), start);
    checkpoint.show();
    node('main').focus();
  }
  catch (error) {
    forgetCredential();
    node('sign-in-problem').textContent = `Not signed in. ${error.message}`;
    key.focus();
  }
  finally {
    node('sign-in-button').disabled = false;
  }
}

function signOut() {
  session?.abort();
  forgetCredential();
  endView();
  node('key').value = '';
  detail.close();
  checkpoint.clear();
  node('filter').reset();
  node('filter-problem').textContent = '';
  node('filters-set').textContent = 'none';
  node('filters').open = false;
  node('find').value = '';
  node('signed-in').hidden = true;
  node('sign-out').hidden = true;
  node('signed-out').hidden = false;
  node('key').focus();
}

const noFilters = () => ({ eventTypes: [], services: [], severities: [] });

function chosenFilters() {
  const words = (id) => node(id).value.split(',').map((word) => word.trim()).filter(Boolean);
  return { eventTypes: words('event-types'), services: words('services'),
    severities: severities.filter((box) => box.checked).map((box) => box.value) };
}

async function applyFilters() {
  const filters = chosenFilters();
  const { signal } = session;
  choice = filters;
  node('filter-problem').textContent = '';
  try {
    const start = await begin(filters);
    if (choice !== filters) {
      return;
    }
    node('filters-set').textContent = Object.values(filters).flat().join(', ') || 'none';
    show(filters, start);
  }
  catch (error) {
    if (!signal.aborted && choice === filters) {
      node('filter-problem').textContent = `Not applied. ${error.message}`;
    }
  }
}

node('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  signIn();
});
node('filter').addEventListener('submit', (event) => {
  event.preventDefault();
  applyFilters();
});
node('clear').addEventListener('click', () => {
  node('filter').reset();
  applyFilters();
});
node('sign-out').addEventListener('click', signOut);
node('pause').addEventListener('click', togglePause);
node('reconnect').addEventListener('click', () => view.stream.reconnect());
node('top-window').addEventListener('change', () => panels.show(view.counters, Date.now()));
addEventListener('online', () => view?.stream.reconnect());
// A page that is left may be kept for the way back; what it knows is not.
addEventListener('pagehide', signOut);
setInterval(() => {
  if (view) {
    renderState();
    if (!view.feed.isPaused()) {
      panels.show(view.counters, Date.now());
    }
  }
}, 1_000);
