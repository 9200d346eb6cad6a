/**
 * Reads server-sent events out of the bytes of a response, by the rules of the HTML standard (server-sent events,
 * interpreting an event stream). Knows nothing of connections.
 */

/**
 * Makes a parser for one response.
 * @param listener message({ type, data, lastEventId }) for each event and retry(milliseconds) for each such hint
 * @param lastEventId the id to begin with: that of the connection before
 * @returns push(bytes) for each piece as it arrives, and lastEventId(), the place to resume at
 */
export function eventParser({ message, retry }, lastEventId = '') {
  // It takes a byte order mark away and joins characters that are split between pieces.
  const decoder = new TextDecoder();
  let line = '';
  let afterReturn = false;
  let type = '';
  let data = [];
  let id = lastEventId;
  let settledId = lastEventId;

  function push(bytes) {
    let text = decoder.decode(bytes, { stream: true });
    if (text === '') {
      return;
    }
    if (afterReturn && text.startsWith('\n')) {
      text = text.slice(1);
    }
    // What ends in a carriage return ends a line; should a line feed follow, it belongs to it.
    afterReturn = text.endsWith('\r');
    const lines = text.split(/\r\n?|\n/);
    lines[0] = line + lines[0];
    line = lines.pop();
    lines.forEach(take);
  }

  function take(whole) {
    if (whole === '') {
      dispatch();
      return;
    }
    const colon = whole.indexOf(':');
    if (colon === 0) {
      return;
    }
    const name = colon < 0 ? whole : whole.slice(0, colon);
    const value = colon < 0 ? '' : whole.slice(whole[colon + 1] === ' ' ? colon + 2 : colon + 1);
    field(name, value);
  }

  function field(name, value) {
    if (name === 'data') {
      data.push(value);
    }
    else if (name === 'event') {
      type = value;
    }
    else if (name === 'id' && !value.includes('\0')) {
      id = value;
    }
    else if (name === 'retry' && /^[0-9]+$/.test(value)) {
      retry(Number(value));
    }
  }

  function dispatch() {
    settledId = id;
    const event = { type: type || 'message', data: data.join('\n'), lastEventId: id };
    // An id alone moves the place, but is no event; a data field without a value is one, with empty text.
    const isEvent = data.length > 0;
    type = '';
    data = [];
    if (isEvent) {
      message(event);
    }
  }

  return { push, lastEventId: () => settledId };
}
