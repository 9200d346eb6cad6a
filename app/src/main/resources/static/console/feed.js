/**
 * What stands between the stream and the page: shows each event once, in order, and holds them back while paused.
 */

/**
 * Makes a feed.
 * @param options.show called with an event and its data as text
 * @param options.overflow called once when more events wait than are kept: nothing more is taken until resume
 * @param options.limit how many events may wait
 */
export function createFeed({ show, overflow, limit = 1_000 }) {
  // Shown before the stream began; the stream repeats some of them.
  const known = new Set();
  let waiting = [];
  let paused = false;
  let overflown = false;
  let count = 0;
  let place = '';

  function pass({ event, text, id }) {
    place = id;
    if (!known.delete(event.eventId)) {
      show(event, text);
    }
  }

  return {
    /** Shows events that the stream has not brought, oldest first, and where it goes on. */
    begin(events, startsAfter) {
      place = startsAfter;
      for (const event of events) {
        known.add(event.eventId);
        show(event, JSON.stringify(event));
      }
    },

    /** Takes an event of the stream: its data as text and its id. */
    receive(text, id) {
      if (overflown) {
        return;
      }
      const entry = { event: JSON.parse(text), text, id };
      if (!paused) {
        pass(entry);
        return;
      }
      if (waiting.length === limit) {
        overflown = true;
        waiting = [];
        overflow();
        return;
      }
      waiting.push(entry);
      count += known.has(entry.event.eventId) ? 0 : 1;
    },

    pause() {
      paused = true;
    },

    /**
     * Shows what waits.
     * @returns true when not all of it was kept: the stream must be read again from place()
     */
    resume() {
      const again = overflown;
      paused = false;
      overflown = false;
      count = 0;
      waiting.splice(0).forEach(pass);
      return again;
    },

    isPaused: () => paused,

    /** How many events wait; "more" when they are too many to keep. */
    waiting: () => ({ count, more: overflown }),

    /** The id of the last event shown. */
    place: () => place,
  };
}
