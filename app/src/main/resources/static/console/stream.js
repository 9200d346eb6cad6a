/**
 * Keeps an event stream open: reads it, notices when it is silent, and connects again at the place where it broke.
 * Says in which state it is; shows nothing and knows no credential.
 */
import { eventParser } from './sse.js';

/** Every 15 seconds something comes, if only a heartbeat: after two that are missing and some grace, it is dead. */
export const SILENCE = 40_000;

const RETRY = 3_000;
const LONGEST_BACKOFF = 30_000;
const LONGEST_ASKED = 300_000;

const BROWSER = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, delay) => setTimeout(run, delay),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** Why a server ends a stream for good; after any other reason it is asked again. */
const FINAL = new Map([
  ['credential_ended', 'the credential has expired or was revoked'],
  ['not_permitted', 'the roles or scopes of this credential do not allow the stream any more'],
  ['subscription_deleted', 'the subscription was deleted'],
]);

const AGAIN = new Map([
  ['shutdown', 'the server shut down'],
  ['tenant_changed', 'the tenant was changed'],
  ['subscription_changed', 'the subscription has other filters now'],
]);

/**
 * How long to wait before the next attempt: twice as long each time, at least half of it certain, the rest by chance,
 * so that many pages that lost one server do not come back all at once.
 * @param retry what the server asks for, milliseconds
 * @param attempt how many attempts failed before, from 0
 * @param random from 0 to 1
 */
export function backOff(retry, attempt, random) {
  const whole = Math.min(Math.max(retry, LONGEST_BACKOFF), retry * 2 ** Math.min(attempt, 20));
  return Math.round(whole / 2 + whole / 2 * random);
}

/**
 * Follows a stream until it is stopped or ended by the server.
 * @param options.open async ({ lastEventId, signal }) => Response; throws an error with `status` and perhaps
 *   `retryAfter` (milliseconds) when the server refuses
 * @param options.lastEventId where to start
 * @param options.state called with { name: 'connecting' | 'live' | 'reconnecting' | 'ended', at, why }
 * @param options.message called with each { type, data, lastEventId } in order; when it throws, the stream ends
 * @param options.clock for tests
 * @returns stop() and reconnect(), which cuts a wait short
 */
export function follow({ open, lastEventId = '', state, message, clock = BROWSER }) {
  let retry = RETRY;
  let attempt = 0;
  let place = lastEventId;
  let stopped = false;
  let connection;
  let waiting;

  async function connect() {
    waiting = undefined;
    connection = new AbortController();
    state({ name: 'connecting' });
    const watch = watchdog(clock, () => connection.abort(new Error('nothing came for 40 seconds')));
    let end;
    try {
      const response = await open({ lastEventId: place, signal: connection.signal });
      end = await read(response, watch.alive);
    }
    catch (error) {
      end = endOf(error);
    }
    watch.stop();
    // A stream that ended by itself may leave its response behind.
    connection.abort();
    if (!stopped) {
      settle(end);
    }
  }

  async function read(response, alive) {
    let closed;
    const parser = eventParser({
      retry: (delay) => { retry = Math.min(delay, LONGEST_ASKED); },
      message: (event) => {
        if (stopped) {
          return;
        }
        if (event.type === 'closed') {
          closed = closing(event.data);
        }
        else {
          hand(event);
        }
      },
    }, place);
    const reader = response.body.getReader();
    for (let part = await reader.read(), first = true; !part.done && !stopped; part = await reader.read(), first = false) {
      alive();
      if (first) {
        attempt = 0;
        state({ name: 'live' });
      }
      parser.push(part.value);
      place = parser.lastEventId();
    }
    return closed ?? { why: 'the connection ended' };
  }

  function hand(event) {
    try {
      message(event);
    }
    catch (error) {
      throw Object.assign(new Error(`an event could not be read: ${error.message}`), { final: true });
    }
  }

  function settle({ why, final, retryAfter }) {
    if (final) {
      stopped = true;
      state({ name: 'ended', why });
      return;
    }
    const delay = Math.max(backOff(retry, attempt++, clock.random()), Math.min(retryAfter ?? 0, LONGEST_ASKED));
    state({ name: 'reconnecting', at: clock.now() + delay, why });
    waiting = clock.setTimeout(connect, delay);
  }

  function reconnect() {
    if (waiting !== undefined) {
      clock.clearTimeout(waiting);
      connect();
    }
  }

  function stop() {
    stopped = true;
    clock.clearTimeout(waiting);
    waiting = undefined;
    connection?.abort();
  }

  connect();
  return { stop, reconnect };
}

function closing(data) {
  let reason;
  try {
    ({ reason } = JSON.parse(data));
  }
  catch {
    // A reason that can't be read is as good as none.
  }
  return FINAL.has(reason) ? { why: FINAL.get(reason), final: true }
    : { why: AGAIN.get(reason) ?? 'the server ended the stream' };
}

/** The server's refusal is final unless it is about this moment; a network that fails is tried again. */
function endOf(error) {
  const lasting = error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
  // What fetch says of a network that fails differs from browser to browser.
  const why = error instanceof TypeError ? 'no connection to the server' : error.message;
  return { why, final: error.final === true || lasting, retryAfter: error.retryAfter };
}

function watchdog(clock, silent) {
  let timer = clock.setTimeout(silent, SILENCE);
  return {
    alive: () => {
      clock.clearTimeout(timer);
      timer = clock.setTimeout(silent, SILENCE);
    },
    stop: () => clock.clearTimeout(timer),
  };
}
